package io.flatness.spi;

/**
 * What a component concludes from its own results, in a sentence for people.
 *
 * @param verdict the conclusion as one word in kebab-case, for programs: {@code reversed}, {@code holds}
 * @param text the sentence; it names what it is about and needs no table beside it
 * @param level how much it should worry a reader
 * @since 0.1
 */
public record Finding(String verdict, String text, Level level) {
    /** How much a finding should worry. */
    public enum Level {
        /** A result. */
        INFO,
        /** A result that cannot be taken at its face: a reversed order, a number without convergence. */
        CAUTION,
        /** Something promised does not hold. */
        BROKEN
    }

    /** A result. */
    public static Finding info(String verdict, String text) {
        return new Finding(verdict, text, Level.INFO);
    }

    /** A result that cannot be taken at its face. */
    public static Finding caution(String verdict, String text) {
        return new Finding(verdict, text, Level.CAUTION);
    }

    /** Something promised that does not hold. */
    public static Finding broken(String verdict, String text) {
        return new Finding(verdict, text, Level.BROKEN);
    }
}
