# From a fresh Debian or Ubuntu machine: `make verify` and `make test` do everything. ARGS is passed
# on: make verify ARGS='build/plugins/template_c.so --cases 1000'; JOBS limits the compilers at once.
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests configure build program verify test conformance gpu-bundle wheel deb deb-tools site clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## Install what is missing to build
	@scripts/setup

setup-tests: ## And what some tests need: a browser, pytest
	@scripts/setup tests

configure: setup
	cmake --preset release

build: configure ## Configure and build, tests included; incremental
	cmake --build --preset release $(if $(JOBS),-j $(JOBS))

program: configure ## Configure and build the program and its plug-ins alone
	cmake --build --preset release $(if $(JOBS),-j $(JOBS)) --target bncheck bncheck_plugins bncheck_texts

verify: program ## Verify the default implementation, and hold it to the golden files
	build/bin/bncheck verify $(ARGS)
	build/bin/bncheck golden check $(or $(filter-out -%,$(firstword $(ARGS))),cpu)

test: setup-tests build ## Run the tests of bncheck itself
	ctest --preset release $(ARGS)

conformance: program ## Verify every implementation that can be installed; writes docs/conformance.md
	python3 scripts/conformance $(ARGS)

gpu-bundle: configure ## All that checks the CUDA plug-ins on another machine: build/gpu-bundle
	cmake --build --preset release $(if $(JOBS),-j $(JOBS)) --target gpu_bundle

wheel: ## A Python wheel that carries the program: build/*.whl
	python3 -m pip wheel --no-deps --wheel-dir build .

deb-tools:
	@for tool in dpkg-shlibdeps file; do command -v $$tool >/dev/null || \
	  { echo "make deb: there is no $$tool: apt-get install dpkg-dev file" >&2; exit 1; }; done

deb: deb-tools configure ## A Debian package of the program and its libraries: build/*.deb
	cmake --build --preset release $(if $(JOBS),-j $(JOBS)) --target package_parts
	cd build && cpack -G DEB

site: setup build/site-tools ## The documentation as pages: build/site/index.html
	build/site-tools/bin/mkdocs build --strict

build/site-tools:
	python3 -m venv $@ && $@/bin/pip install --quiet mkdocs==1.6.1

clean: ## Remove all builds
	cmake -E rm -rf build
