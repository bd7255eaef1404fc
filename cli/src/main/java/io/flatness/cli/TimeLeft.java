package io.flatness.cli;

import io.flatness.spi.Numbers;
import java.time.Duration;

/**
 * How fast a run goes and how long it will take, from what it has done since it began.
 *
 * <p>Tasks that a resumed run finds in its journal take no time and say nothing about the others. A task that says how far it
 * is foretells its own end; an analysis that does not is no measure of anything, and no time is promised.
 */
final class TimeLeft {
    /** What is done faster was not computed now. */
    private static final double REPLAYED_SECONDS = 0.002;

    private static final double LEAST_PART = 0.01;
    private static final String ANALYSIS = "analysis ";

    private String task = "";
    private long taskBegan;
    private double taskBeganAt;
    private double fraction;
    private int finished;
    private long finishedAt;
    private int worked;
    private double workedSeconds;

    TimeLeft(long now) {
        this.taskBegan = now;
        this.finishedAt = now;
    }

    /** Takes notice of how far the run is; {@code now} in nanoseconds. */
    void saw(long now, int done, String name, double part) {
        if (done > finished) {
            double seconds = (now - finishedAt) * 1e-9;
            if (seconds / (done - finished) > REPLAYED_SECONDS) {
                worked += done - finished;
                workedSeconds += seconds;
            }
            finished = done;
            finishedAt = now;
            begin(now, name, part);
        }
        int end = name.indexOf(": ");
        String base = end < 0 ? name : name.substring(0, end);
        if (!base.equals(task) || part < fraction) {
            begin(now, base, part);
        }
        fraction = part;
    }

    private void begin(long now, String name, double part) {
        int end = name.indexOf(": ");
        task = end < 0 ? name : name.substring(0, end);
        taskBegan = now;
        taskBeganAt = part;
        fraction = part;
    }

    /** A rate and a time, or the time that the task has taken where none can be foretold. */
    String text(long now, int total) {
        double elapsed = (now - taskBegan) * 1e-9;
        double part = fraction - taskBeganAt;
        boolean analysis = task.startsWith(ANALYSIS);
        double mean = worked == 0 ? Double.NaN : workedSeconds / worked;
        double own = part > LEAST_PART ? elapsed * (1 - fraction) / part : analysis ? Double.NaN : Math.max(0, mean - elapsed);
        int rest = Math.max(0, total - finished - 1);
        double left = own + (rest == 0 ? 0 : rest * mean);
        String rate = worked == 0 || analysis ? "" : Numbers.shortest(1 / mean) + "/s, ";
        if (Double.isNaN(left)) {
            return analysis && !Double.isNaN(own)
                    ? "more than " + words(own) + " left"
                    : rate + words(elapsed) + " so far";
        }
        return rate + (analysis && rest > 0 ? "more than " : "") + words(analysis && rest > 0 ? own : left) + " left";
    }

    private static String words(double seconds) {
        Duration time = Duration.ofMillis(Math.round(1000 * seconds));
        return time.toHours() > 0
                ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toMinutes() > 0
                        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                        : time.toSeconds() + " s";
    }
}
