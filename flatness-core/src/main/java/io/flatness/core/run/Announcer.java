package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tells the listener, one call at a time. */
final class Announcer {
    private final RunListener listener;
    private final int total;
    private int finished;
    private String task = "";

    Announcer(RunListener listener, int total) {
        this.listener = listener;
        this.total = total;
    }

    synchronized void task(String name) {
        task = name;
        listener.progress(finished, total, task, 0);
    }

    synchronized void fraction(double fraction, String message) {
        String text = message.isEmpty() ? task : task + ": " + message;
        listener.progress(finished, total, text, Math.max(0, Math.min(1, fraction)));
    }

    synchronized void finished(int count) {
        finished += count;
        listener.progress(finished, total, task, 0);
    }

    synchronized void warning(String message) {
        listener.warning(message);
    }

    synchronized void problem(ObjectNode problem) {
        for (JsonNode warning : problem.path("warnings")) {
            listener.warning("problem " + problem.path("id").asText() + ": " + warning.asText());
        }
        listener.problem(problem);
    }

    synchronized void point(ObjectNode point) {
        for (JsonNode warning : point.path("warnings")) {
            String where = point.path("problem").asText() + " "
                    + point.path("transform").asText();
            listener.warning(where + ": " + warning.asText());
        }
        listener.point(point);
    }

    synchronized void analysis(ObjectNode analysis) {
        listener.analysis(analysis);
    }
}
