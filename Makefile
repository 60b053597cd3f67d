# Each target is one small script; `make run` and `make test` are all that a newcomer needs.
.PHONY: run test bench lint setup mutants

run: ## set up, start and fill the demo; Ctrl-C stops everything
	@scripts/run.sh

test: ## set up, lint, types, imports, migrations, tests
	@scripts/test.sh

bench: ## measure what docs/ makes claims about
	@scripts/bench.sh

lint: ## the checks of `make test` that need no database, with repairs made where a tool can make them
	@scripts/lint.sh --fix

setup: ## bring this machine to where `make run` and `make test` work
	@scripts/setup.sh --tests

mutants: ## change the law engine line by line: do its tests notice
	@scripts/mutants.sh
