package io.flatness.networks.data;

import io.flatness.spi.InvalidParameterException;

/** Which column of a table holds the labels: {@code last}, {@code first}, {@code none} or an index from 0. */
public final class LabelColumn {
    private static final int LAST = -1;
    private static final int NONE = -2;
    private final int index;

    private LabelColumn(int index) {
        this.index = index;
    }

    /** By name. */
    public static LabelColumn of(String name) {
        return switch (name) {
            case "last" -> new LabelColumn(LAST);
            case "first" -> new LabelColumn(0);
            case "none" -> new LabelColumn(NONE);
            default -> throw new InvalidParameterException("", message("'" + name + "'"));
        };
    }

    /** By index. */
    public static LabelColumn of(double index) {
        if (index != Math.rint(index) || index < 0 || index > Integer.MAX_VALUE) {
            throw new InvalidParameterException("", message(String.valueOf(index)));
        }
        return new LabelColumn((int) index);
    }

    private static String message(String found) {
        return "label is " + found + "; it must be last, first, none or the index of a column, counted from 0";
    }

    /** The column of a table, or −1 when there is none. */
    int in(int columns, String key) {
        if (index == NONE) {
            return -1;
        }
        if (index >= columns) {
            throw new InvalidParameterException(
                    key + ".label",
                    "label is column " + index + ", but the table has only " + columns + " columns, counted from 0");
        }
        return index == LAST ? columns - 1 : index;
    }

    @Override
    public String toString() {
        return index == LAST ? "last" : index == NONE ? "none" : String.valueOf(index);
    }
}
