package io.flatness.networks.data;

import io.flatness.spi.InvalidParameterException;

/** Ranges that several kinds of data share. */
final class Checks {
    private Checks() {}

    static void scale(double scale) {
        if (!Double.isFinite(scale) || scale == 0) {
            throw new InvalidParameterException(
                    "scale", "scale is " + scale + "; it must be a finite number and not 0");
        }
    }

    static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new InvalidParameterException(name, name + " is " + value + "; it must be at least 1");
        }
    }

    /** Rows of the same length, of finite numbers. */
    static void rows(String name, double[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new InvalidParameterException(name, name + " is empty; give one list of numbers per sample");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new InvalidParameterException(
                        name,
                        name + " has " + rows[i].length + " numbers in row " + i + ", but " + rows[0].length
                                + " in row 0");
            }
            for (double value : rows[i]) {
                if (!Double.isFinite(value)) {
                    throw new InvalidParameterException(
                            name, name + " holds " + value + " in row " + i + "; all numbers must be finite");
                }
            }
        }
    }

    /** As many labels or targets as inputs; −1 for none at all. */
    static void sameCount(String key, int inputs, int others) {
        if (others >= 0 && others != inputs) {
            throw new InvalidParameterException(
                    key,
                    "there are " + inputs + " inputs, but " + others + " " + key.substring(key.lastIndexOf('.') + 1));
        }
    }
}
