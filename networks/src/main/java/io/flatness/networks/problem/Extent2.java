package io.flatness.networks.problem;

import io.flatness.spi.InvalidParameterException;

/** Height and width: one number for both, or a list of two. */
public final class Extent2 {
    private final int height;
    private final int width;

    private Extent2(int height, int width) {
        if (height < 0 || width < 0) {
            throw new InvalidParameterException(
                    "", "[" + height + ", " + width + "] is negative; a size is at least 0");
        }
        this.height = height;
        this.width = width;
    }

    /** The same in both directions. */
    public static Extent2 of(int both) {
        return new Extent2(both, both);
    }

    /** Height and width. */
    public static Extent2 of(int[] heightAndWidth) {
        if (heightAndWidth.length != 2) {
            throw new InvalidParameterException(
                    "", "a size has " + heightAndWidth.length + " numbers; write [height, width] or one number");
        }
        return new Extent2(heightAndWidth[0], heightAndWidth[1]);
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    @Override
    public String toString() {
        return "[" + height + ", " + width + "]";
    }
}
