package io.flatness.networks.data;

import io.flatness.spi.InvalidParameterException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Targets written in the experiment: rows of numbers, or the word {@code teacher} or {@code teacher-soft}. */
public final class InlineTargets {
    private final Teacher teacher;
    private final double @Nullable [][] rows;

    private InlineTargets(Teacher teacher, double @Nullable [][] rows) {
        this.teacher = teacher;
        this.rows = rows;
    }

    /** From the network itself. */
    public static InlineTargets of(String name) {
        return switch (name) {
            case "teacher" -> new InlineTargets(Teacher.TEACHER, null);
            case "teacher-soft" -> new InlineTargets(Teacher.TEACHER_SOFT, null);
            default ->
                throw new InvalidParameterException(
                        "", "targets is '" + name + "'; it must be teacher, teacher-soft or a list of rows of numbers");
        };
    }

    /** Rows; a row of one number may be written as the number. */
    public static InlineTargets of(List<?> rows) {
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = row(i, rows.get(i));
        }
        return new InlineTargets(Teacher.NONE, values);
    }

    private static double[] row(int index, @Nullable Object row) {
        if (row instanceof Number number) {
            return new double[] {number.doubleValue()};
        }
        if (row instanceof List<?> numbers && numbers.stream().allMatch(n -> n instanceof Number)) {
            return numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
        }
        throw new InvalidParameterException(
                "", "targets holds " + row + " in row " + index + "; every row must be a list of numbers");
    }

    Teacher teacher() {
        return teacher;
    }

    double @Nullable [][] rows() {
        return rows;
    }
}
