package io.flatness.core.plugin;

/** Words for what went wrong in code that is not the host's. */
public final class Faults {
    private static final int LONGEST = 500;

    private Faults() {}

    /** What was thrown and where, in one line; safe even when the exception's own text is broken. */
    public static String describe(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return text(fault) + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** The message of an exception that speaks to the user, or the exception itself where it has none. */
    public static String message(Throwable fault) {
        try {
            String message = fault.getMessage();
            return message == null || message.isBlank() ? text(fault) : message;
        } catch (Throwable broken) { // getMessage is the plugin's code too
            return fault.getClass().getName();
        }
    }

    private static String text(Throwable fault) {
        try {
            String text = String.valueOf(fault.toString());
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        } catch (Throwable broken) { // toString is the plugin's code too
            return fault.getClass().getName();
        }
    }
}
