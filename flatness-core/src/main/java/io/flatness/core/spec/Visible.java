package io.flatness.core.spec;

/**
 * Text from a file as it may be shown: what a terminal or a page would act on, and what would hide or reorder other text, is
 * written as its code point.
 */
public final class Visible {
    private Visible() {}

    /** The text with every character that is not to be seen as {@code \\u001B}; line ends and tabs stay. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(Visible::isHidden)) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isHidden(c)) {
                visible.append(String.format(java.util.Locale.ROOT, "\\u%04X", c));
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }

    /** Whether a character is a control, a format (of direction, say), half of a pair, or nothing at all. */
    public static boolean isHidden(int codePoint) {
        if (codePoint == '\n' || codePoint == '\t') {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
