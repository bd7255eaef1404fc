package io.flatness.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A console of given width that remembers what was written. */
final class RecordingConsole {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console;

    RecordingConsole(boolean terminal, int width) {
        console = new Console(new PrintWriter(out), new PrintWriter(err), terminal, false, width);
    }

    Console console() {
        return console;
    }

    String out() {
        console.flush();
        return out.toString();
    }

    String err() {
        console.flush();
        return err.toString();
    }
}
