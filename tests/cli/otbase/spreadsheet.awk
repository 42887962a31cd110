# SPDX-License-Identifier: BSD-3-Clause
# Findings as a spreadsheet saves them after a person filled a column: a byte
# order mark, CRLF, the columns turned around and one of the person's own, empty
# rows at the end, every field that could need quotes in quotes.
#   sep       what parts the fields
#   decision  for every finding, with note
#   short     leave out empty fields at the end of a row
function fields(line, n, c, i, quoted) {
	for (i = 0; i <= n_fields; i++)
		field[i] = ""
	n = 1
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "\"" && quoted && substr(line, i + 1, 1) == "\"")
			field[n] = field[n] substr(line, i++, 1)
		else if (c == "\"")
			quoted = !quoted
		else if (c == "," && !quoted)
			n++
		else
			field[n] = field[n] c
	}
	return n
}

function put(s) {
	if (s ~ /[ ,;"\t]/) {
		gsub(/"/, "\"\"", s)
		s = "\"" s "\""
	}
	return s
}

NR == 1 {
	n_fields = fields($0)
	for (i = 1; i <= n_fields; i++) {
		name[i] = field[i]
		at[field[i]] = i
	}
	printf "\357\273\277Seen by"
	for (i = n_fields; i; i--)
		printf "%s%s", sep, name[i]
	printf "\r\n"
	next
}

{
	fields($0)
	if (decision)
		field[at["decision"]] = decision
	if (note)
		field[at["note"]] = note
	row = put("Müller, shift 2")
	for (i = n_fields; i; i--)
		row = row sep put(field[i])
	if (short)
		sub(sep "*$", "", row)
	printf "%s\r\n", row
}

END {
	for (i = 1; i <= n_fields; i++)
		printf "%s", sep
	printf "\r\n\r\n"
}
