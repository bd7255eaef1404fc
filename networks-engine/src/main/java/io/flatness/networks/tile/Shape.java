package io.flatness.networks.tile;

import java.util.List;

/**
 * Shape of one sample at some place of a network, with the axis that counts its units.
 *
 * <p>The units come first in images and signals, {@code [channels, height, width]}, and last in sequences, {@code
 * [positions, features]}; a vector {@code [features]} is both. The axis of the units is also how the values of a tile of B
 * samples lie: with units first as [units][B][positions], with units last as [B][positions][units].
 *
 * @param extents every extent positive
 * @param unitsLast whether the last axis counts the units; always true of vectors
 */
public record Shape(List<Integer> extents, boolean unitsLast) {
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
        unitsLast |= extents.size() == 1;
    }

    /** A shape with the units first. */
    public Shape(List<Integer> extents) {
        this(extents, false);
    }

    /** A shape of the given extents, units first. */
    public static Shape of(Integer... extents) {
        return new Shape(List.of(extents));
    }

    /** A shape of the given extents, units last. */
    public static Shape rows(List<Integer> extents) {
        return new Shape(extents, true);
    }

    /** Positions of features each. */
    public static Shape sequence(int positions, int features) {
        return rows(List.of(positions, features));
    }

    /** The same extents with the units last. */
    public Shape inRows() {
        return unitsLast ? this : rows(extents);
    }

    /** The same extents with the units first. */
    public Shape inPlanes() {
        return unitsLast ? new Shape(extents) : this;
    }

    /** Number of axes. */
    public int rank() {
        return extents.size();
    }

    /** The extent of an axis, counted from 0. */
    public int extent(int axis) {
        return extents.get(axis);
    }

    /**
     * The axis meant by a number that may count from the end.
     *
     * @throws IllegalArgumentException when there is no such axis; the message goes on after the layer's name
     */
    public int axis(int number) {
        int axis = number < 0 ? number + rank() : number;
        if (axis < 0 || axis >= rank()) {
            throw new IllegalArgumentException(
                    "names axis " + number + " of an input of the shape " + this + ", which has " + rank() + " axes");
        }
        return axis;
    }

    /** Number of elements from this axis on. */
    public int sizeFrom(int axis) {
        int size = 1;
        for (int a = axis; a < rank(); a++) {
            size *= extent(a);
        }
        return size;
    }

    /** Number of units: features of a vector or a sequence, channels of an image. */
    public int units() {
        return extents.get(unitsLast ? rank() - 1 : 0);
    }

    /** Number of positions of each unit: 1 for a vector. */
    public int positions() {
        return size() / units();
    }

    /** Number of elements. */
    public int size() {
        return sizeFrom(0);
    }

    /** Whether it is an image: channels, height and width. */
    public boolean isImage() {
        return extents.size() == 3 && !unitsLast;
    }

    /** Whether it is a signal: channels and one axis. */
    public boolean isSignal() {
        return extents.size() == 2 && !unitsLast;
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
