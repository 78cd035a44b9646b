# From a fresh Debian or Ubuntu machine: `make verify` and `make test` do everything. ARGS is passed
# on: make verify ARGS='build/plugins/template_c.so --cases 1000'; JOBS limits the compilers at once.
.DEFAULT_GOAL := help
.PHONY: help setup build verify test clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## Install the packages that are missing
	@scripts/setup

build: setup ## Configure and build; incremental
	cmake --preset release
	cmake --build --preset release $(if $(JOBS),-j $(JOBS))

verify: build ## Verify the default implementation, and hold it to the golden files
	build/bin/bncheck verify $(ARGS)
	build/bin/bncheck golden check $(or $(filter-out -%,$(firstword $(ARGS))),cpu)

test: build ## Run the tests of bncheck itself
	ctest --preset release $(ARGS)

clean: ## Remove all builds
	cmake -E rm -rf build
