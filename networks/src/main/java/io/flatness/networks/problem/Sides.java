package io.flatness.networks.problem;

import io.flatness.spi.InvalidParameterException;

/** Four sides of an image: one number for all, [above and below, left and right], or [top, left, bottom, right]. */
public final class Sides {
    private final int top;
    private final int left;
    private final int bottom;
    private final int right;

    private Sides(int top, int left, int bottom, int right) {
        this.top = top;
        this.left = left;
        this.bottom = bottom;
        this.right = right;
    }

    /** The same on all sides. */
    public static Sides of(int all) {
        return new Sides(all, all, all, all);
    }

    /** Two or four numbers. */
    public static Sides of(int[] sides) {
        return switch (sides.length) {
            case 2 -> new Sides(sides[0], sides[1], sides[0], sides[1]);
            case 4 -> new Sides(sides[0], sides[1], sides[2], sides[3]);
            default ->
                throw new InvalidParameterException(
                        "",
                        "a padding has " + sides.length
                                + " numbers; write one number, [above and below, left and right]"
                                + " or [top, left, bottom, right]");
        };
    }

    int top() {
        return top;
    }

    int left() {
        return left;
    }

    int bottom() {
        return bottom;
    }

    int right() {
        return right;
    }

    @Override
    public String toString() {
        return "[" + top + ", " + left + ", " + bottom + ", " + right + "]";
    }
}
