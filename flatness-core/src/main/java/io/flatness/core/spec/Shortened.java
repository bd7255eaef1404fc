package io.flatness.core.spec;

/** The beginning of a text on one line, for messages. */
final class Shortened {
    private static final int MOST = 60;

    private Shortened() {}

    static String of(String text) {
        String start = text.length() <= 2 * MOST ? text : text.substring(0, 2 * MOST);
        String line = start.replace("\n", "\\n");
        return line.length() <= MOST ? line : line.substring(0, MOST - 3) + "...";
    }
}
