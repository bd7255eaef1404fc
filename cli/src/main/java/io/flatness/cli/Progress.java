package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.run.RunListener;

/** Shows on the console's {@code err} how far a run is: one moving line on a terminal, plain lines otherwise. */
final class Progress implements RunListener, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;

    private final Console console;
    private final boolean silent;
    private final TimeLeft time = new TimeLeft(System.nanoTime());
    private long drawn;
    private boolean lineOpen;

    private Progress(Console console, boolean silent) {
        this.console = console;
        this.silent = silent;
    }

    static Progress on(Console console) {
        return new Progress(console, false);
    }

    /** Hears everything and says nothing. */
    static Progress silent(Console console) {
        return new Progress(console, true);
    }

    /** Says something that the user has to know, even when everything else is silent. */
    synchronized void say(String message) {
        println("flatness: " + message);
    }

    @Override
    public synchronized void warning(String message) {
        if (!silent) {
            println("flatness: warning: " + message);
        }
    }

    @Override
    public synchronized void problem(ObjectNode problem) {
        if (!silent) {
            println("flatness: problem " + problem.path("id").asText() + ": "
                    + problem.path("parameters").asText() + " parameters"
                    + (problem.hasNonNull("samples")
                            ? ", " + problem.path("samples").asText() + " samples"
                            : "")
                    + training(problem.path("train")));
        }
    }

    private static String training(JsonNode train) {
        String status =
                train.path("status").asText(train.path("polish").path("status").asText(""));
        return train.isEmpty() ? "" : ", trained" + (status.isEmpty() ? "" : " (" + status + ")");
    }

    @Override
    public synchronized void progress(int finished, int total, String task, double fraction) {
        if (silent || !console.terminal() || total == 0) {
            return;
        }
        long now = System.nanoTime();
        time.saw(now, finished, task, Math.min(1, Math.max(0, fraction)));
        if (lineOpen && now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        double done = finished + Math.min(1, Math.max(0, fraction));
        String line =
                bar(done / total) + " " + finished + "/" + total + ", " + time.text(now, total) + "  " + task;
        console.err().print("\r\033[K" + line.substring(0, Math.min(line.length(), console.width() - 1)));
        console.err().flush();
        lineOpen = true;
    }

    private static String bar(double part) {
        int width = 20;
        int full = (int) Math.round(part * width);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }

    @Override
    public synchronized void point(ObjectNode point) {
        if (!silent && !console.terminal()) {
            JsonNode parameters = point.path("transformParameters");
            println("flatness: " + point.path("status").asText() + " "
                    + point.path("problem").asText() + " "
                    + point.path("transform").asText()
                    + (parameters.isEmpty() ? "" : " " + parameters));
        }
    }

    @Override
    public synchronized void analysis(ObjectNode analysis) {
        if (!silent && !console.terminal()) {
            println("flatness: analysed " + analysis.path("id").asText());
        }
    }

    private void println(String line) {
        clear();
        console.err().println(line);
    }

    private void clear() {
        if (lineOpen) {
            console.err().print("\r\033[K");
            lineOpen = false;
        }
    }

    @Override
    public synchronized void close() {
        clear();
        console.err().flush();
    }
}
