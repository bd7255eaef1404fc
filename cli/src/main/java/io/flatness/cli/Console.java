package io.flatness.cli;

import io.flatness.report.TextPage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Where the command writes: results to {@code out}, everything else to {@code err}, both in UTF-8.
 *
 * @param out results
 * @param err progress, warnings, errors
 * @param terminal whether a person is watching {@code err}
 * @param colours whether escape sequences are welcome on {@code out}
 * @param width columns of the terminal
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, boolean colours, int width) {
    private static final int WIDTH_WITHOUT_TERMINAL = 120;

    /** The console of the process; {@code NO_COLOR} and anything but a terminal turn colours off. */
    static Console ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean terminal = isTerminal(environment, "FLATNESS_STDERR_TERMINAL") && !dumb;
        boolean colours = isTerminal(environment, "FLATNESS_STDOUT_TERMINAL")
                && !dumb
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                terminal,
                colours,
                width(environment.get("COLUMNS")));
    }

    // Java 17 cannot tell which of its streams is a terminal; the launcher can, and passes it on.
    private static boolean isTerminal(Map<String, String> environment, String variable) {
        return "1".equals(environment.get(variable));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int width(@org.jspecify.annotations.Nullable String columns) {
        return columns != null && columns.matches("[1-9][0-9]{1,4}")
                ? Integer.parseInt(columns)
                : WIDTH_WITHOUT_TERMINAL;
    }

    Ansi ansi() {
        return colours ? Ansi.ON : Ansi.OFF;
    }

    ColorScheme colorScheme() {
        return picocli.CommandLine.Help.defaultColorScheme(ansi());
    }

    /** The text with picocli's markup, {@code @|bold …|@}, as escape sequences or without. */
    String styled(String style, String text) {
        return colours && !style.isEmpty() ? ansi().string("@|" + style + " " + text + "|@") : text;
    }

    /** The page that results are printed on. */
    TextPage page() {
        return new TextPage(out, width, text -> styled("bold", text));
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
