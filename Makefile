# SPDX-License-Identifier: BSD-3-Clause
#
# make            the tools, in $(B)
# make demo       what they do, on the captures in testdata/
# make check      all tests; the last line sums them up
# make unit T=test_decode     only these files of tests/unit
# make cli T=otflows          only the command line tests of one tool
# make V=1        with every command in full
#
# Nothing here runs a compiler or pkg-config before a recipe needs it: on a
# fresh machine there is neither, and `make check` installs them first.

B ?= build
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
OUIDIR ?= /usr/share/ieee-data
MANDIR ?= $(DATADIR)/man
BASHCOMPDIR ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR ?= $(DATADIR)/zsh/site-functions
FISHCOMPDIR ?= $(DATADIR)/fish/vendor_completions.d
PKG_CONFIG ?= pkg-config
INSTALL ?= install
CLANG ?= clang
OPT ?= -O2 -g
SAN ?=
WERROR ?=
export LC_ALL = C

VERSION := $(shell cat VERSION)
Q := $(if $(V),,@)
SAY := $(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),:,echo)
define newline


endef

# --- what there is to build ---------------------------------------------------

LIB_DIRS ?= lib/ground lib/read lib/understand lib/understand/protocols \
	lib/judge lib/present
# ISA-L inflates in two thirds of the time that zlib takes. It is not on all
# machines: `make ISAL=` builds without it.
ISAL ?= $(shell $(PKG_CONFIG) --exists libisal 2>/dev/null && echo libisal)
WITH_ISAL := lib/read/inflate_isal.c lib/read/gzip_header.c
LIB_SRC := $(filter-out $(if $(ISAL),,$(WITH_ISAL)), \
	$(sort $(wildcard $(LIB_DIRS:=/*.c))))
GEN_SRC := $(if $(wildcard data/services.awk),$(B)/gen/services_table.c)
ALL_TOOLS := otcap-filter otflows otbase otdiff otgraph
TOOLS := $(patsubst cmd/%.c,%,$(wildcard $(ALL_TOOLS:%=cmd/%.c)))
PLANT_SRC := $(sort $(wildcard tests/plant/*.c))
UNIT_ALL := $(sort $(wildcard tests/unit/*.c))
UNIT_SRC := $(if $(T),$(filter-out tests/unit/test_%,$(UNIT_ALL)) \
	$(T:%=tests/unit/%.c),$(UNIT_ALL))
FUZZ := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
tool_src = cmd/$(1).c $(sort $(wildcard cmd/$(1)_*.c))

LIB := $(B)/libotcap.a
LIB_OBJ := $(call obj,$(LIB_SRC)) $(GEN_SRC:.c=.o)
BIN := $(TOOLS:%=$(B)/%)
UNIT := $(if $(UNIT_SRC),$(B)/unit)
PLANT := $(if $(PLANT_SRC),$(B)/plant)
REPLAY := $(FUZZ:%=$(B)/replay-%)

# --- how ----------------------------------------------------------------------

WARN := -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wundef -Wconversion \
	-Wno-sign-conversion -Wimplicit-fallthrough $(WERROR)

ARCH_HARDEN_x86_64 := -fcf-protection
ARCH_HARDEN_aarch64 := -mbranch-protection=standard
ifeq ($(SAN),)
HARDEN := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
	-fstack-clash-protection $(ARCH_HARDEN_$(shell uname -m))
HARDEN_LINK := -Wl,-z,relro,-z,now
else
HARDEN := -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN_LINK := -fsanitize=$(SAN)
endif

# Asked once, when the first recipe needs the answer.
pkg = $(shell $(PKG_CONFIG) $(1) || echo error-pkg-config)
PKG_CFLAGS = $(eval PKG_CFLAGS := $(call pkg,--cflags \
	libpcap zlib libzstd libmd $(ISAL) libcgraph libgvc))$(PKG_CFLAGS)
LIBS_CORE = $(eval LIBS_CORE := $(call pkg,--libs \
	libpcap zlib libzstd libmd $(ISAL)))$(LIBS_CORE)
LIBS_GRAPH = $(eval LIBS_GRAPH := $(call pkg,--libs \
	libcgraph libgvc))$(LIBS_GRAPH)
LIBS_UNIT = $(eval LIBS_UNIT := $(call pkg,--libs criterion))$(LIBS_UNIT)
LIBS_CSV := -lcsv	# has no .pc file

# The user's CFLAGS come last and win; this file never assigns to them.
# Fused multiplications would round otherwise on some machines.
BASE_CFLAGS = -std=gnu11 -D_GNU_SOURCE -pthread -fPIE $(WARN) $(OPT) $(HARDEN) \
	-ffp-contract=off -ffile-prefix-map=$(CURDIR)=. $(CPPFLAGS)
LIB_CFLAGS = $(BASE_CFLAGS) -Ilib -DOTCAP_VERSION=\"$(VERSION)\" \
	-DOTCAP_OUI_DIR=\"$(OUIDIR)\" $(if $(ISAL),-DOTCAP_ISAL) \
	$(PKG_CFLAGS) $(CFLAGS)
PLANT_CFLAGS = $(BASE_CFLAGS) $(CFLAGS)
LINK = $(CC) $(OPT) -pie -pthread $(HARDEN_LINK) -Wl,--as-needed $(CFLAGS) \
	$(LDFLAGS)

# --- targets ------------------------------------------------------------------

.PHONY: all demo check check-run check-asan check-filter unit cli lint bench \
	bench-direction fuzz \
	install uninstall dist clean deps build-all build-bench headers FORCE
.DELETE_ON_ERROR:
.SUFFIXES:

all: $(LIB) $(BIN)

# A file that changes only when what it says does: objects depend on their
# flags, archives and programs on the list of their parts.
define says
	@mkdir -p $(@D)
	@printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' > $@
endef
$(B)/flags: FORCE
	$(call says,$(CC) $(LIB_CFLAGS) $(LINK))
$(B)/parts: FORCE
	$(call says,$(LIB_SRC) $(GEN_SRC) $(UNIT_SRC) $(PLANT_SRC))

define cc
	@mkdir -p $(@D)
	@$(SAY) "  CC   $<"
	$(Q)$(CC) $(1) -MMD -MP -c -o $@ $<
endef
$(B)/obj/tests/plant/%.o: tests/plant/%.c $(B)/flags
	$(call cc,$(PLANT_CFLAGS))
$(B)/obj/%.o: %.c $(B)/flags
	$(call cc,$(LIB_CFLAGS))
$(B)/gen/%.o: $(B)/gen/%.c $(B)/flags
	$(call cc,$(LIB_CFLAGS))
$(B)/gen/services_table.c: data/services.awk data/services.csv
	@mkdir -p $(@D)
	@$(SAY) "  GEN  $@"
	$(Q)awk -f data/services.awk data/services.csv > $@

$(LIB): $(LIB_OBJ) $(B)/parts
	@$(SAY) "  AR   $@"
	@rm -f $@
	$(Q)$(AR) rcsD $@ $(LIB_OBJ)

define ld
	@$(SAY) "  LD   $@"
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(1)
endef
$(B)/otcap-filter $(B)/otflows $(B)/otbase $(B)/otdiff: LIBS = $(LIBS_CSV) $(LIBS_CORE)
$(B)/otgraph: LIBS = $(LIBS_GRAPH) $(LIBS_CSV) $(LIBS_CORE)
define tool_rule
$(B)/$(1): $(call obj,$(call tool_src,$(1))) $(LIB)
	$$(call ld,$$(LIBS))
endef
$(foreach t,$(TOOLS),$(eval $(call tool_rule,$(t))))

$(B)/unit: $(call obj,$(UNIT_SRC)) $(LIB) $(B)/parts
	$(call ld,$(LIBS_UNIT) $(LIBS_GRAPH) $(LIBS_CSV) $(LIBS_CORE))
$(B)/plant: $(call obj,$(PLANT_SRC)) $(B)/parts
	$(call ld,$(LIBS_CORE))
$(B)/replay-%: $(B)/obj/tests/fuzz/fuzz_%.o $(B)/obj/tests/fuzz/replay.o $(LIB)
	$(call ld,$(LIBS_GRAPH) $(LIBS_CSV) $(LIBS_CORE))
$(B)/fuzz-%: $(B)/obj/tests/fuzz/fuzz_%.o $(LIB)
	$(call ld,-fsanitize=fuzzer $(LIBS_GRAPH) $(LIBS_CSV) $(LIBS_CORE))
BENCH := $(B)/measure $(B)/pcaploop $(B)/ngcopy
$(BENCH): $(B)/%: $(B)/obj/tests/bench/%.o
	$(call ld,$(LIBS_CORE))
DIRECTION_SRC := $(sort $(wildcard tests/direction/*.c))
$(B)/direction: $(call obj,$(DIRECTION_SRC)) $(LIB)
	$(call ld,$(LIBS_CSV) $(LIBS_CORE))
.SECONDARY:

-include $(shell find $(B)/obj $(B)/gen -type f -name '*.d' 2>/dev/null | sort)

# --- tests --------------------------------------------------------------------

# Without -j from the user, recursive builds use every core.
SUBMAKE = $(MAKE) --no-print-directory \
	$(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
TEST_PROGRAMS := all $(UNIT) $(PLANT) $(REPLAY)

# For lint: everything that compiles, and every header by itself.
build-all: $(TEST_PROGRAMS) $(BENCH) $(B)/direction
LIB_HDR := $(sort $(wildcard $(LIB_DIRS:=/*.h)) $(wildcard cmd/*.h))
PLANT_HDR := $(sort $(wildcard tests/plant/*.h))
headers: | $(GEN_SRC)
	$(Q)for h in $(LIB_HDR); do \
		echo "#include \"$$h\"" | $(CC) $(LIB_CFLAGS) -I. \
			-fsyntax-only -x c - || exit 1; \
	done
	$(Q)for h in $(PLANT_HDR); do \
		echo "#include \"$$h\"" | $(CC) $(PLANT_CFLAGS) -I. \
			-fsyntax-only -x c - || exit 1; \
	done

build-bench: all $(PLANT) $(BENCH)
bench:
	$(Q)sh tests/deps.sh build
	+$(Q)$(SUBMAKE) build-bench
	$(Q)CC="$(CC)" sh tests/bench/bench.sh $(B)

bench-direction:
	$(Q)sh tests/deps.sh build
	+$(Q)$(SUBMAKE) $(PLANT) $(B)/direction
	$(Q)sh tests/direction/bench.sh $(B)

deps:
	$(Q)sh tests/deps.sh build check lint
check:
	$(Q)sh tests/deps.sh build check
	+$(Q)$(SUBMAKE) check-run
check-run: $(TEST_PROGRAMS)
	$(Q)CC="$(CC)" sh tests/check.sh $(B)
check-asan:
	$(Q)sh tests/deps.sh build check
	+$(Q)$(SUBMAKE) B=$(B)-asan SAN=address,undefined check-run
check-filter: all
	$(Q)sh tests/filter-tshark.sh $(B)/otcap-filter testdata/*.pcap* \
		$(wildcard ../shared/captures/*.pcap*)
unit: $(UNIT)
	$(Q)$(B)/unit
cli: all $(PLANT)
	$(Q)sh tests/cli/run.sh $(B) $(T)
demo:
	$(Q)sh tests/deps.sh build
	+$(Q)$(SUBMAKE) all $(PLANT)
	$(Q)sh tests/demo.sh $(B)
lint:
	$(Q)sh tests/deps.sh build check lint
	+$(Q)MAKE="$(SUBMAKE)" CLANG="$(CLANG)" sh tests/lint.sh $(B)
# Give the fuzzer a folder of its own first: it writes what it finds there.
#   mkdir found; build-fuzz/fuzz-NAME found tests/fuzz/corpus/NAME
fuzz:
	+$(Q)$(SUBMAKE) CC=$(CLANG) B=$(B)-fuzz \
		SAN=fuzzer-no-link,address,undefined $(FUZZ:%=$(B)-fuzz/fuzz-%)

# --- install, release ---------------------------------------------------------

MAN := $(sort $(wildcard man/*.[1-9]))
man_dir = $(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(1)))
BASH_COMPLETION := $(wildcard completions/otcap.bash)
ZSH_COMPLETION := $(wildcard completions/_otcap)
FISH_COMPLETION := $(wildcard completions/otcap.fish)

# bash and fish load completions by the name of the command.
define install_completion
	$(Q)$(INSTALL) -d "$(DESTDIR)$(2)"
	$(Q)$(INSTALL) -m 644 $(1) "$(DESTDIR)$(2)/"
	$(Q)for t in $(TOOLS); do \
		ln -sf $(notdir $(1)) "$(DESTDIR)$(2)/$$t$(3)" || exit 1; \
	done

endef
install: all
	$(Q)$(INSTALL) -d "$(DESTDIR)$(BINDIR)"
	$(foreach t,$(TOOLS),$(Q)$(INSTALL) -m 755 $(B)/$(t) "$(DESTDIR)$(BINDIR)/$(t)"$(newline))
	$(foreach m,$(MAN),$(Q)$(INSTALL) -d "$(call man_dir,$(m))"$(newline))
	$(foreach m,$(MAN),$(Q)$(INSTALL) -m 644 $(m) "$(call man_dir,$(m))/"$(newline))
	$(if $(BASH_COMPLETION),$(call install_completion,$(BASH_COMPLETION),$(BASHCOMPDIR)))
	$(if $(FISH_COMPLETION),$(call install_completion,$(FISH_COMPLETION),$(FISHCOMPDIR),.fish))
	$(if $(ZSH_COMPLETION),$(Q)$(INSTALL) -d "$(DESTDIR)$(ZSHCOMPDIR)"$(newline))
	$(if $(ZSH_COMPLETION),$(Q)$(INSTALL) -m 644 $(ZSH_COMPLETION) "$(DESTDIR)$(ZSHCOMPDIR)/")

uninstall:
	$(Q)rm -f $(ALL_TOOLS:%="$(DESTDIR)$(BINDIR)/%") \
		$(foreach m,$(MAN),"$(call man_dir,$(m))/$(notdir $(m))") \
		$(patsubst %,"$(DESTDIR)$(BASHCOMPDIR)/%",otcap.bash $(ALL_TOOLS)) \
		$(patsubst %,"$(DESTDIR)$(FISHCOMPDIR)/%.fish",otcap $(ALL_TOOLS)) \
		"$(DESTDIR)$(ZSHCOMPDIR)/_otcap"

# The same commit gives the same bytes: times are the commit's.
dist:
	$(Q)git archive --format=tar --prefix=otcap-$(VERSION)/ \
		-o otcap-$(VERSION).tar HEAD
	$(Q)gzip -9nf otcap-$(VERSION).tar
	@echo otcap-$(VERSION).tar.gz

clean:
	$(Q)rm -rf $(B) $(B)-asan $(B)-fuzz $(B)-lint-gcc $(B)-lint-clang
