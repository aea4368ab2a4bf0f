import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { BehindLine } from '../../../web/behind.tsx'
import { useSay } from '../../../web/language.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { paths, type CapacityPlace } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import type { WallPage } from '../wall/page.ts'
import { wallQuery } from './capacity-query.ts'
import { ControlNote } from './control-note.tsx'
import { NoResources } from './no-resources.tsx'
import { Opening } from './opening.tsx'
import { ResourceChange } from './resource-form.tsx'
import { Wall } from './wall.tsx'
import { words } from './words.ts'

/** The capacity wall of clause 2.2: every resource by the day on which to order. */
export default function CapacityPage() {
  const query = useQuery(wallQuery)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <>
      <BehindLine query={query} zone={query.data.zone} />
      <article className="capacity">
        <Opening here="wall" note={<ControlNote {...query.data} />}>
          <Summary page={query.data} />
        </Opening>
        <Resources page={query.data} />
        <Adding />
      </article>
    </>
  )
}

function Adding() {
  const go = useGo()
  const place: CapacityPlace = usePlace()
  return (
    <ResourceChange
      label={words.form.add}
      isOpen={place.form === 'resource'}
      onOpen={() => go(paths.capacity({ ...place, form: 'resource' }))}
      onClose={() => go(paths.capacity({ ...place, form: '' }), { replace: true })}
    />
  )
}

function Summary({ page: { resources } }: { page: WallPage }) {
  const say = useSay()
  if (resources === null || resources.length === 0) return null
  const count = (wanted: string) => resources.filter(({ state }) => state === wanted).length
  return <p className="lead">{say(words.summary(count('late'), count('soon'), resources.length))}</p>
}

function Resources({ page }: { page: WallPage }) {
  const say = useSay()
  const go = useGo()
  const { object }: CapacityPlace = usePlace()
  const { resources } = page
  const isResource = resources?.some(({ id }) => id === object) === true
  // A reason of 2.2 points at whatever is at fault; only some of that is a resource.
  useEffect(() => {
    if (object === undefined || resources === null) return
    go(isResource ? paths.resource(object) : paths.survivingLoad({ find: object }), { replace: true })
  }, [object, isResource, resources, go])
  if (resources === null) return <p className="capacity-none">{say(words.tooMany)}</p>
  if (resources.length === 0) return <NoResources />
  return <Wall page={page} resources={resources} />
}
