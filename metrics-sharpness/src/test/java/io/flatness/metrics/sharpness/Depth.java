package io.flatness.metrics.sharpness;

/** How far tests go: {@code -Dflatness.long=true} runs their long forms. */
final class Depth {
    static final boolean LONG = Boolean.getBoolean("flatness.long");

    private Depth() {}

    /** The numbers of small networks: all of them, or a few. */
    static int[] networks(int[] all, int... few) {
        return LONG ? all : few;
    }
}
