package io.flatness.networks.tile;

import java.util.List;

/**
 * Shape of one sample at some place of a network: units first, then the positions of an image if there are any.
 *
 * @param extents {@code [features]} or {@code [channels, height, width]}; every extent positive
 */
public record Shape(List<Integer> extents) {
    /** Checks the extents. */
    public Shape {
        extents = List.copyOf(extents);
        if (extents.isEmpty()) {
            throw new IllegalArgumentException("a shape needs at least one extent");
        }
        long size = 1;
        for (int extent : extents) {
            size *= extent;
            if (extent < 1 || size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("the shape " + extents + " of a sample has no elements or too many");
            }
        }
    }

    /** A shape of the given extents. */
    public static Shape of(Integer... extents) {
        return new Shape(List.of(extents));
    }

    /** Number of units: features of a vector, channels of an image. */
    public int units() {
        return extents.get(0);
    }

    /** Number of positions of each unit: 1 for a vector. */
    public int positions() {
        return size() / units();
    }

    /** Number of elements. */
    public int size() {
        int size = 1;
        for (int extent : extents) {
            size *= extent;
        }
        return size;
    }

    /** Whether it has positions: channels, height and width. */
    public boolean isImage() {
        return extents.size() == 3;
    }

    /** Whether it is a plain vector of features. */
    public boolean isVector() {
        return extents.size() == 1;
    }

    @Override
    public String toString() {
        return extents.toString();
    }
}
