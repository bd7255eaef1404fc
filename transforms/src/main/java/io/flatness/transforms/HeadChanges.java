package io.flatness.transforms;

import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.UnitMap;
import java.util.Map;
import java.util.TreeMap;

/** Matrices on runs of units of several layers, put together to one change for each layer. */
final class HeadChanges {
    private final Architecture architecture;
    private final Map<Integer, double[][]> matrices = new TreeMap<>();

    HeadChanges(Architecture architecture) {
        this.architecture = architecture;
    }

    /** Puts a matrix on the units that are read from {@code first} on. */
    void add(Projection projection, int first, double[][] matrix) {
        double[][] whole = matrices.computeIfAbsent(
                projection.position(),
                position -> identity(architecture.layers().get(position).units()));
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                whole[projection.unit()[first + i]][projection.unit()[first + j]] = matrix[i][j];
            }
        }
    }

    Assignment assignment() {
        Map<Integer, UnitMap> changes = new TreeMap<>();
        matrices.forEach((position, matrix) -> changes.put(position, map(matrix)));
        return new Targeted(changes);
    }

    private static UnitMap map(double[][] matrix) {
        double[] diagonal = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                if (i != j && matrix[i][j] != 0) {
                    return UnitMap.mixing(matrix);
                }
            }
            diagonal[i] = matrix[i][i];
        }
        return UnitMap.scaling(diagonal);
    }

    private static double[][] identity(int units) {
        double[][] matrix = new double[units][units];
        for (int i = 0; i < units; i++) {
            matrix[i][i] = 1;
        }
        return matrix;
    }
}
