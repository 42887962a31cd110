#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# order.sh LIBDIR: the layers hold. LIBDIR/ORDER lists the rooms of the library
# from the lowest; a file includes only from rooms that are not later than its
# own, by the path below LIBDIR. No header includes one of a third party, so
# that each of these stays in the .c files that own it.
#
# A file's room is the line that is its name without .c or .h, or the longest
# line that its name begins with, up to a `_` or a `/`. A line with .h is a room
# for that header alone: the words of a module may stand lower than its work.
set -u
lib=${1:-lib}

find "$lib" -name '*.[ch]' | LC_ALL=C sort | awk -v lib="$lib" '
function room_of(path,    stem, r, best) {
	if (path in rank)
		return path
	stem = path
	sub(/\.[ch]$/, "", stem)
	best = ""
	for (r in rank)
		if (begins(stem, r) && length(r) > length(best))
			best = r
	return best
}
function begins(stem, r,    next_char) {
	if (substr(stem, 1, length(r)) != r)
		return 0
	next_char = substr(stem, length(r) + 1, 1)
	return next_char == "" || next_char == "_" || r ~ /[\/_]$/
}
function complain(what) {
	print "not ok - order: " what
	bad++
}
function check(file, room, what) {
	if (what !~ /\//) {
		complain(file ": \"" what "\": write the path below " lib)
		return
	}
	to = room_of(what)
	if (to == "")
		complain(file ": \"" what "\" is in no room of ORDER")
	else if (rank[to] > rank[room])
		complain(file " (" room ") includes \"" what "\" from above")
}
BEGIN {
	while ((getline line <(lib "/ORDER")) > 0)
		if (line !~ /^(#|[ \t]*$)/)
			rank[line] = ++n
	own = "^(pcap|pcap/.*|zlib|zstd|zstd_errors|csv|md5|sha1|sha2|" \
	      "cgraph|gvc|graphviz/.*|isa-l.*)\\.h$"
}
{
	path = $0
	file = substr(path, length(lib) + 2)
	room = room_of(file)
	if (room == "") {
		complain(file " is in no room of ORDER")
		next
	}
	files++
	while ((getline line <path) > 0) {
		if (line !~ /^[ \t]*#[ \t]*include/)
			continue
		split(line, part, /[<>"]/)
		if (line ~ /"/)
			check(file, room, part[2])
		else if (file ~ /\.h$/ && part[2] ~ own)
			complain(file " includes <" part[2] ">: only a .c may")
	}
	close(path)
}
END {
	if (!n || !files)
		complain("no rooms, or no files")
	print "# order: " files + 0 " files, " n + 0 " rooms"
	exit bad > 0
}'
rc=$?
test ! -d "${B-}/results" ||
	echo "$((rc == 0)) $((rc != 0)) 0" >"$B/results/order"
exit $rc
