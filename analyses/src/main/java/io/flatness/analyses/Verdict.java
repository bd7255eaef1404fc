package io.flatness.analyses;

/** What a comparison of two measurements of one function says (the equivalence test of the audit). */
enum Verdict {
    /** The values agree within the margin, errors included. */
    INVARIANT,
    /** The values differ by more than the margin, errors included. */
    CHANGED,
    /** Neither can be said. */
    UNDECIDED;

    String kebab() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
