/** How deep lists and objects of an event are looked into. No log nests deeper, and a hostile one must not use up the stack. */
export const MAX_DEPTH = 64;
