package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RowSpaceTest {
    private static final int N = 40;
    private static final int ROWS = 23;

    private final LocalContext context = LocalContext.singleThreaded(3);
    private final LinearAlgebra algebra = context.linearAlgebra();
    private final RandomGenerator random = context.random("rows");

    private double[][] rows(int count) {
        double[][] rows = new double[count][N];
        for (double[] row : rows) {
            double scale = Math.pow(10, random.nextInt(-12, 12));
            for (int j = 0; j < N; j++) {
                row[j] = scale * random.nextGaussian();
            }
        }
        return rows;
    }

    /** Σ rows rowsᵀ, each row at unit length. */
    private SymmetricOperator gram(double[][] rows) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return N;
            }

            @Override
            public void apply(double[] x, double[] into) {
                java.util.Arrays.fill(into, 0);
                for (double[] row : rows) {
                    algebra.axpy(algebra.dot(row, x) / algebra.dot(row, row), row, into);
                }
            }
        };
    }

    @Test
    void anOperatorOnTheSpaceKeepsItsSpectrumAndLeavesNothing() {
        double[][] rows = rows(ROWS);
        RowSpace space = new RowSpace(N, ROWS, algebra);
        space.append(java.util.Arrays.copyOf(rows, 16));
        space.append(java.util.Arrays.copyOfRange(rows, 16, ROWS));
        assertEquals(ROWS, space.size());
        SymmetricOperator operator = gram(rows);
        double[] compressed = space.compress(operator);
        double[] dense = algebra.eigenvalues(DenseSymmetric.of(operator).matrix(), N);
        assertArrayEquals(
                java.util.Arrays.copyOf(dense, ROWS), algebra.eigenvalues(compressed, ROWS), 1e-13 * dense[0]);
        double[] x = random.doubles(N, -1, 1).toArray();
        assertEquals(0, algebra.norm(space.remainder(operator, compressed).apply(x)), 1e-13 * dense[0]);
    }

    @Test
    void dependentAndZeroRowsAreDropped() {
        double[][] rows = rows(6);
        for (int j = 0; j < N; j++) {
            rows[3][j] = 2 * rows[0][j];
            rows[4][j] = 0;
            rows[5][j] = rows[1][j] / algebra.norm(rows[1]) - rows[2][j] / algebra.norm(rows[2]);
        }
        RowSpace space = new RowSpace(N, 12, algebra);
        space.append(rows);
        assertEquals(3, space.size());
        space.append(rows);
        assertEquals(3, space.size());
    }

    @Test
    void aRemainderOutsideOfTheSpaceIsSeen() {
        double[][] rows = rows(5);
        RowSpace space = new RowSpace(N, 4, algebra);
        space.append(java.util.Arrays.copyOf(rows, 4));
        SymmetricOperator operator = gram(rows);
        double[] compressed = space.compress(operator);
        double left = algebra.norm(space.remainder(operator, compressed).apply(rows[4])) / algebra.norm(rows[4]);
        // A random direction of 40 is mostly outside of a space of four.
        assertEquals(1, left, 0.5);
    }

    @Test
    void rowsThatAreNotFiniteAreRefused() {
        RowSpace space = new RowSpace(2, 2, algebra);
        assertEquals(
                "a row of the Jacobian is not finite",
                assertThrows(ArithmeticException.class, () -> space.append(new double[][] {{1, Double.NaN}}))
                        .getMessage());
    }
}
