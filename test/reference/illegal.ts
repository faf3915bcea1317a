/** A rule that the specification forbids, or that uses what it does not define. Whoever evaluates it must refuse it. */
export class IllegalRule extends Error {
  override readonly name = "IllegalRule";
}
