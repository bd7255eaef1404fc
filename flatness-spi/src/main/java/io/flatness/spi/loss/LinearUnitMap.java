package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The row x of units becomes x M: units are mixed. Linear layers take it, and what lies between must be linear too.
 *
 * @param matrix M, entry [old][new]; owned by this record, never written to
 * @param inverted M⁻¹, to relative error cond(M) · 1e-15
 */
record LinearUnitMap(double[][] matrix, double[][] inverted) implements UnitMap {
    /** Relative rounding of products of matrices that cancel, in units of 1. */
    private static final double CANCELS = 1e-9;

    static UnitMap of(double[][] matrix) {
        int units = matrix.length;
        double[][] own = new double[units][];
        for (int row = 0; row < units; row++) {
            if (matrix[row].length != units) {
                throw new IllegalArgumentException("row " + row + " of the matrix has " + matrix[row].length
                        + " entries but there are " + units + " units");
            }
            own[row] = matrix[row].clone();
        }
        return new LinearUnitMap(own, Inverse.of(own));
    }

    @Override
    public int units() {
        return matrix.length;
    }

    @Override
    public boolean isIdentity() {
        for (int i = 0; i < units(); i++) {
            for (int j = 0; j < units(); j++) {
                if (matrix[i][j] != (i == j ? 1 : 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public double[][] matrix() {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public UnitMap inverse() {
        return new LinearUnitMap(inverted, matrix);
    }

    private static RefusedException mixes() {
        return new RefusedException(
                "acts on each unit by itself: a change that mixes its input units would change the" + " function");
    }

    @Override
    public UnitMap power(int degree) {
        throw mixes();
    }

    @Override
    public UnitMap magnitude() {
        throw mixes();
    }

    @Override
    public UnitMap signs() {
        throw mixes();
    }

    @Override
    public UnitMap permutation() {
        throw mixes();
    }

    @Override
    public UnitMap order() {
        throw mixes();
    }

    @Override
    public UnitMap times(UnitMap other) {
        throw mixes();
    }

    @Override
    public UnitMap rotation() {
        for (int i = 0; i < units(); i++) {
            for (int j = 0; j < units(); j++) {
                if (Math.abs(inverted[i][j] - matrix[j][i]) > CANCELS) {
                    throw new RefusedException(
                            "measures the length of its input: the matrix that mixes its units is no" + " rotation");
                }
            }
        }
        return this;
    }

    @Override
    public UnitMap fixed(double[] factor, double[] shift) {
        boolean same = Arrays.stream(factor).allMatch(f -> f == factor[0])
                && Arrays.stream(shift).allMatch(b -> b == 0);
        if (!same) {
            throw mixes();
        }
        return this;
    }

    @Override
    public UnitMap agree(UnitMap other) {
        double[][] theirs = other.matrix();
        for (int i = 0; i < units(); i++) {
            if (!Arrays.equals(matrix[i], theirs[i])) {
                throw new RefusedException("joins units of several layers: they would have to be mixed alike");
            }
        }
        return this;
    }

    @Override
    public void cancel(UnitMap other) {
        double[][] theirs = other.matrix();
        for (int i = 0; i < units(); i++) {
            for (int j = 0; j < units(); j++) {
                double sum = 0;
                double size = 0;
                for (int k = 0; k < units(); k++) {
                    sum += matrix[i][k] * theirs[j][k];
                    size += Math.abs(matrix[i][k] * theirs[j][k]);
                }
                if (Math.abs(sum - (i == j ? 1 : 0)) > CANCELS * Math.max(1, size)) {
                    throw new RefusedException(
                            "takes scalar products of two inputs: their changes would have to cancel");
                }
            }
        }
    }

    @Override
    public UnitMap gather(int[] index) {
        Occurrences places = new Occurrences(units(), index);
        double[][] passed = new double[index.length][index.length];
        double[][] back = new double[index.length][index.length];
        for (int place = 0; place < index.length; place++) {
            for (int unit = 0; unit < units(); unit++) {
                if (matrix[index[place]][unit] != 0 || inverted[index[place]][unit] != 0) {
                    int to = places.at(unit, places.rank(place));
                    passed[place][to] = matrix[index[place]][unit];
                    back[place][to] = inverted[index[place]][unit];
                }
            }
        }
        return new LinearUnitMap(passed, back);
    }

    @Override
    public UnitMap merge(int groups, IntUnaryOperator group) {
        if (groups != units()) {
            throw mixes();
        }
        int[] index = new int[groups];
        for (int unit = 0; unit < groups; unit++) {
            index[group.applyAsInt(unit)] = unit;
        }
        return gather(index);
    }

    @Override
    public UnitMap join(List<UnitMap> all) {
        int units = all.stream().mapToInt(UnitMap::units).sum();
        double[][] joined = new double[units][units];
        double[][] back = new double[units][units];
        int at = 0;
        for (UnitMap map : all) {
            place(map.matrix(), joined, at);
            place(map.inverse().matrix(), back, at);
            at += map.units();
        }
        return new LinearUnitMap(joined, back);
    }

    private static void place(double[][] part, double[][] into, int at) {
        for (int i = 0; i < part.length; i++) {
            System.arraycopy(part[i], 0, into[at + i], at, part.length);
        }
    }

    @Override
    public UnitMap unchanged() {
        if (!isIdentity()) {
            throw new RefusedException("would mix the outputs of the network");
        }
        return UnitMap.identity(units());
    }
}
