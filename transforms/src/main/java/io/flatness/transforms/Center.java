package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The center of a change of coordinates: the minimum itself, a point, or one number for all coordinates. */
public final class Center {
    private final double @Nullable [] point;

    private Center(double @Nullable [] point) {
        this.point = point;
    }

    /** {@code minimum}. */
    public static Center of(String text) {
        if (!text.equals("minimum")) {
            throw new InvalidParameterException(
                    "", "the center is '" + text + "'; write minimum, a number, or a list of one number per parameter");
        }
        return new Center(null);
    }

    /** The point whose coordinates all are this number. */
    public static Center of(double coordinate) {
        return of(List.of(coordinate));
    }

    /** A point. */
    public static Center of(List<?> coordinates) {
        double[] point = new double[coordinates.size()];
        for (int i = 0; i < point.length; i++) {
            if (!(coordinates.get(i) instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                throw new InvalidParameterException(
                        "", "the center has the element '" + coordinates.get(i) + "'; give finite numbers");
            }
            point[i] = number.doubleValue();
        }
        return new Center(point);
    }

    /** Throws unless it fits a surface of this dimension. */
    void check(int dimension) {
        if (point != null && point.length != 1 && point.length != dimension) {
            throw new InvalidParameterException(
                    "center",
                    "center has " + point.length + " coordinates but the loss surface has " + dimension
                            + " parameters");
        }
    }

    /** The center as a new array. */
    double[] around(double[] theta) {
        double[] given = point;
        if (given == null) {
            return theta.clone();
        }
        if (given.length == theta.length) {
            return given.clone();
        }
        double[] all = new double[theta.length];
        Arrays.fill(all, given[0]);
        return all;
    }

    @Override
    public String toString() {
        return point == null ? "minimum" : Arrays.toString(point);
    }
}
