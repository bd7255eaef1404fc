package io.flatness.networks.data;

import io.flatness.networks.io.Table;
import io.flatness.spi.InvalidParameterException;

/**
 * Which column of a table holds the labels: {@code last}, {@code first}, {@code none}, an index from 0, or the name that
 * the header gives it.
 */
public final class LabelColumn {
    private static final int LAST = -1;
    private static final int NONE = -2;
    private static final int NAMED = -3;
    private final int index;
    private final String name;

    private LabelColumn(int index, String name) {
        this.index = index;
        this.name = name;
    }

    /** By name. */
    public static LabelColumn of(String name) {
        return switch (name) {
            case "last" -> new LabelColumn(LAST, name);
            case "first" -> new LabelColumn(0, name);
            case "none" -> new LabelColumn(NONE, name);
            default -> new LabelColumn(NAMED, name);
        };
    }

    /** By index. */
    public static LabelColumn of(double index) {
        if (index != Math.rint(index) || index < 0 || index > Integer.MAX_VALUE) {
            throw new InvalidParameterException(
                    "",
                    "label is " + index
                            + "; it must be last, first, none, the index of a column, counted from 0, or its name in the header");
        }
        return new LabelColumn((int) index, String.valueOf((int) index));
    }

    /** The column of a table, or −1 when there is none. */
    int in(Table table, String key) {
        int columns = table.numbers().shape().get(1);
        if (index == NAMED) {
            return named(table, key);
        }
        if (index >= columns) {
            throw new InvalidParameterException(
                    key + ".label",
                    "label is column " + index + ", but the table has only " + columns + " columns, counted from 0");
        }
        return index == NONE ? -1 : index == LAST ? columns - 1 : index;
    }

    private int named(Table table, String key) {
        int found = table.header().indexOf(name);
        if (found < 0 || table.header().lastIndexOf(name) != found) {
            String there = table.header().isEmpty()
                    ? "the table has no header"
                    : "the header holds " + (found < 0 ? "" : "it twice: ") + table.header();
            throw new InvalidParameterException(
                    key + ".label",
                    "label is '" + name + "', but " + there
                            + "; write last, first, none, the index of a column, counted from 0, or its name in the header");
        }
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
