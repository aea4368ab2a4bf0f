// Reads a folder of tiles, entry bundles, a checkpoint and proofs with Debian's golang.org/x/mod/sumdb (tlog and note),
// which knows nothing of kensho, and prints one line of JSON with what held. Exits 1 at the first thing that does not.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var folder = os.Args[1]

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	return data
}

// tiles reads tiles as C2SP tlog-tiles lays them out: tlog's own path without the height.
type tiles struct{ read int }

func (t *tiles) Height() int { return height }

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		t.read++
		all = append(all, data)
	}
	return all, nil
}

// openCheckpoint checks the signature and reads origin, size and root.
func openCheckpoint(vkey string, data []byte) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	must(err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

// countEntries checks every entry of every bundle against the tree.
func countEntries(tree tlog.Tree, hashes tlog.HashReader) int64 {
	var n int64
	for n < tree.N {
		width := int(tree.N - n)
		if width > 256 {
			width = 256
		}
		path := tlog.Tile{H: height, L: 0, N: n / 256, W: width}.Path()
		bundle := read(strings.Replace(path, "tile/8/0/", "tile/entries/", 1))
		var indexes []int64
		for i := 0; i < width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, n+int64(i)))
		}
		stored, err := hashes.ReadHashes(indexes)
		must(err)
		for i := 0; i < width; i++ {
			length := binary.BigEndian.Uint16(bundle)
			if tlog.RecordHash(bundle[2:2+length]) != stored[i] {
				must(fmt.Errorf("entry %d has another hash", n+int64(i)))
			}
			bundle = bundle[2+length:]
		}
		if len(bundle) != 0 {
			must(fmt.Errorf("the bundle of entry %d is too long", n))
		}
		n += int64(width)
	}
	return n
}

type proof struct {
	Index, Size int64
	Leaf        string
	Root        string
	Proof       []string
}

func hashOf(text string) (h tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(text)
	must(err)
	copy(h[:], data)
	return h
}

func hashesOf(texts []string) (all []tlog.Hash) {
	for _, text := range texts {
		all = append(all, hashOf(text))
	}
	return all
}

// spoiled changes one bit of one hash.
func spoiled(hashes []tlog.Hash, n int) []tlog.Hash {
	other := append([]tlog.Hash(nil), hashes...)
	other[n%len(other)][n%32] ^= 1
	return other
}

func main() {
	tree := openCheckpoint(strings.TrimSpace(string(read("vkey"))), read("checkpoint"))
	reader := &tiles{}
	hashes := tlog.TileHashReader(tree, reader)
	result := map[string]int64{"size": tree.N, "entries": countEntries(tree, hashes)}
	var inclusion, consistency []proof
	must(json.Unmarshal(read("inclusion.json"), &inclusion))
	must(json.Unmarshal(read("consistency.json"), &consistency))
	for n, p := range inclusion {
		leaf := hashOf(p.Leaf)
		must(tlog.CheckRecord(hashesOf(p.Proof), tree.N, tree.Hash, p.Index, leaf))
		own, err := tlog.ProveRecord(tree.N, p.Index, hashes)
		must(err)
		must(tlog.CheckRecord(own, tree.N, tree.Hash, p.Index, leaf))
		result["inclusion"]++
		if tlog.CheckRecord(spoiled(hashesOf(p.Proof), n), tree.N, tree.Hash, p.Index, leaf) != nil {
			result["inclusion_refused"]++
		}
	}
	for n, p := range consistency {
		must(tlog.CheckTree(hashesOf(p.Proof), tree.N, tree.Hash, p.Size, hashOf(p.Root)))
		result["consistency"]++
		if tlog.CheckTree(spoiled(hashesOf(p.Proof), n), tree.N, tree.Hash, p.Size, hashOf(p.Root)) != nil {
			result["consistency_refused"]++
		}
	}
	result["tiles_read"] = int64(reader.read)
	line, err := json.Marshal(result)
	must(err)
	fmt.Println(string(line))
}
