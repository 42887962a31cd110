/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("workbench", "'fox a 1 -1 fox hello' 0a '{' 0a"
	     " 'fox.version=s:1.0' 0a 'app.name=s:Workbench' 0a '};;' 0a",
	     "diagnostic:hello", 0),
	REPLIES("station", "'fox a 0 -1 fox hello' 0a '{' 0a"
		" 'app.name=s:Station' 0a '};;' 0a", "diagnostic:hello", 0),
	REPLIES("challenge", "'fox a 1 -1 fox challenge' 0a '{' 0a '};;' 0a",
		NULL, 0),
	ASKS("log in", "'fox a 2 -1 fox login' 0a '{' 0a 'user=s:op' 0a '};;'"
	     " 0a", "login:user", 0),
	REPLIES("rejected", "'fox a 2 -1 fox rejected' 0a '{' 0a '};;' 0a",
		"error:login", 0),
	TELLS("later", "'fox s 7 -1 station getinfo' 0a '{' 0a '};;' 0a",
	      "diagnostic:message", 0),
};

static const char *const foreign[] = {
	"'fox terriers are dogs that hunt'",
	"'fox x 1 -1 fox hello' 0a '{' 0a",
	"'fox a one -1 fox hello and more to come' 0a",
	"'GET / HTTP/1.1' 0d 0a",
};

Test(proto_fox, messages)
{
	said_check(&niagara_fox, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_fox, foreign)
{
	said_foreign(&niagara_fox, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
