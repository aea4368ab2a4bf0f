import type { Network } from '../network.ts'
import { Cabling } from './netbox-cables.ts'
import { NetBoxEstate } from './netbox-estate.ts'
import { NetBoxLinks } from './netbox-links.ts'
import { powerOf } from './netbox-power.ts'
import { NetBoxRecords } from './netbox-records.ts'

/**
 * A NetBox fixture (`manage.py dumpdata`, JSON). Devices with interfaces become nodes; passive ones (patch panels,
 * power strips) become risks of what passes them. Cables are traced through front and rear ports and circuits end to
 * end. Site, location, rack, power, provider, circuit, platform, cluster and virtual chassis become risks.
 */
export function readNetBox(file: string, bytes: Uint8Array): Network {
  const records = new NetBoxRecords(file, bytes)
  const estate = new NetBoxEstate(records)
  estate.placesAndProviders()
  estate.devices()
  const cabling = new Cabling(records)
  powerOf(estate, cabling)
  estate.machines()
  new NetBoxLinks(estate, cabling).add()
  return estate.foreign.finish()
}
