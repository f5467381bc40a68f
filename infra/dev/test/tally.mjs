/** Counts what passed, failed and was skipped over the whole run. */
export class Tally {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #loud = [];
  #failures = [];

  /** A check that is one thing. */
  step(name, isGood) {
    if (isGood) this.#passed += 1;
    else this.#fail(name, 1);
  }

  /** A test runner's counts. */
  suite(name, { passed, failed, skipped }) {
    this.#passed += passed;
    this.#skipped += skipped;
    if (failed > 0) this.#fail(name, failed);
  }

  /** Something that cannot be run here: one loud line, and with CI=true a failure. */
  unavailable(reason, isFailure) {
    const line = isFailure ? `✗ CANNOT RUN: ${reason}` : `! SKIPPED: ${reason}`;
    console.log(line);
    this.#loud.push(line);
    if (isFailure) this.#failed += 1;
  }

  /** Prints the end of the run; returns the exit code. */
  close() {
    console.log('');
    for (const line of [...this.#loud, ...this.#failures]) console.log(line);
    const skipped = this.#skipped === 0 ? '' : `, ${this.#skipped} skipped`;
    console.log(`${this.#passed} passed, ${this.#failed} failed${skipped}`);
    return this.#failed === 0 ? 0 : 1;
  }

  #fail(name, count) {
    this.#failed += count;
    this.#failures.push(`✗ ${name}: ${count} failed`);
  }
}
