package io.flatness.spi.loss;

/**
 * How a tensor changes along one of its axes.
 *
 * <p>With groups, the elements along the axis number the units of one group only, and the group follows from the index on
 * axis 0: unit = (index on axis 0 / extent of a group there) · extent + index. This is how convolutions store weights.
 *
 * @param axis the axis
 * @param map the change of the units that the axis numbers
 * @param inverse whether the tensor takes the change back, as weights do along the units that they read
 * @param groups number of groups, 1 for none
 */
public record Along(int axis, UnitMap map, boolean inverse, int groups) {
    /** The axis numbers output units: the tensor produces their change. */
    public static Along output(int axis, UnitMap map) {
        return new Along(axis, map, false, 1);
    }

    /** The axis numbers input units: the tensor takes their change back. */
    public static Along input(int axis, UnitMap map) {
        return new Along(axis, map, true, 1);
    }

    /** The same within groups that follow from axis 0. */
    public Along grouped(int count) {
        return new Along(axis, map, inverse, count);
    }
}
