package io.flatness.core.linalg;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A blocked product of row-major float matrices in plain Java.
 *
 * <p>Rows of op(B) are packed into arrays of their own and four rows of C are summed at a time, two terms a step: the
 * compiler turns loops over whole arrays into vector instructions, but not loops over slices at an offset. The order of
 * the sums depends on the shape alone.
 */
final class BlockedFloatProduct {
    /** Columns of a block; four rows of C this long stay in the first-level cache. */
    private static final int COLUMNS = 256;

    /** Terms of a block; as many rows of {@link #COLUMNS} stay in the second-level cache. A multiple of four. */
    private static final int TERMS = 64;

    private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

    void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        View left = transposeA ? new View(a, aOffset, 1, lda) : new View(a, aOffset, lda, 1);
        View right = transposeB ? new View(b, bOffset, 1, ldb) : new View(b, bOffset, ldb, 1);
        View product = new View(c, cOffset, ldc, 1);
        // The inner loop runs along columns: few columns are better taken as rows.
        if (n < m && n < COLUMNS / 8) {
            multiply(n, m, k, alpha, right.transposed(), left.transposed(), beta, product.transposed());
        } else {
            multiply(m, n, k, alpha, left, right, beta, product);
        }
    }

    private void multiply(int m, int n, int k, float alpha, View a, View b, float beta, View c) {
        if (k == 0) {
            rescale(m, n, beta, c);
            return;
        }
        Workspace polled = idle.poll();
        Workspace workspace = polled == null ? new Workspace() : polled;
        for (int column = 0; column < n; column += COLUMNS) {
            int columns = Math.min(COLUMNS, n - column);
            for (int term = 0; term < k; term += TERMS) {
                int terms = Math.min(TERMS, k - term);
                workspace.pack(b, term, terms, column, columns);
                for (int row = 0; row < m; row += 4) {
                    int rows = Math.min(4, m - row);
                    workspace.sum(a, row, rows, term, terms, columns);
                    workspace.store(rows, columns, alpha, term == 0 ? beta : 1, c, c.at(row, column));
                }
            }
        }
        idle.add(workspace);
    }

    private static void rescale(int m, int n, float beta, View c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = c.at(i, j);
                c.values[at] = beta == 0 ? 0 : beta * c.values[at];
            }
        }
    }

    /** A matrix somewhere in an array. */
    private record View(float[] values, int offset, int rowStep, int columnStep) {
        int at(int row, int column) {
            return offset + row * rowStep + column * columnStep;
        }

        View transposed() {
            return new View(values, offset, columnStep, rowStep);
        }
    }

    private static final class Workspace {
        private final float[][] packed = new float[TERMS][COLUMNS];
        private final float[][] sums = new float[4][COLUMNS];
        private final float[] factors = new float[4 * TERMS];

        void pack(View b, int term, int terms, int column, int columns) {
            int start = b.at(term, column);
            if (b.columnStep == 1) {
                for (int p = 0; p < terms; p++) {
                    System.arraycopy(b.values, start + p * b.rowStep, packed[p], 0, columns);
                }
            } else {
                for (int j = 0; j < columns; j++) {
                    int from = start + j * b.columnStep;
                    for (int p = 0; p < terms; p++) {
                        packed[p][j] = b.values[from + p * b.rowStep];
                    }
                }
            }
            // Rows of zeros complete a group of four.
            for (int p = terms; p < (terms + 3 & -4); p++) {
                java.util.Arrays.fill(packed[p], 0, columns, 0);
            }
        }

        void sum(View a, int row, int rows, int term, int terms, int columns) {
            int padded = terms + 3 & -4;
            for (int r = 0; r < rows; r++) {
                java.util.Arrays.fill(sums[r], 0, columns, 0);
                int from = a.at(row + r, term);
                for (int p = 0; p < terms; p++) {
                    factors[r * TERMS + p] = a.values[from + p * a.columnStep];
                }
                java.util.Arrays.fill(factors, r * TERMS + terms, r * TERMS + padded, 0);
            }
            if (rows == 4) {
                for (int p = 0; p < padded; p += 2) {
                    fourRows(columns, p);
                }
            } else {
                for (int r = 0; r < rows; r++) {
                    for (int p = 0; p < padded; p += 4) {
                        oneRow(columns, r, p);
                    }
                }
            }
        }

        private void fourRows(int columns, int p) {
            addTwo(
                    columns,
                    sums[0],
                    sums[1],
                    sums[2],
                    sums[3],
                    packed[p],
                    packed[p + 1],
                    factors[p],
                    factors[p + 1],
                    factors[TERMS + p],
                    factors[TERMS + p + 1],
                    factors[2 * TERMS + p],
                    factors[2 * TERMS + p + 1],
                    factors[3 * TERMS + p],
                    factors[3 * TERMS + p + 1]);
        }

        private void oneRow(int columns, int r, int p) {
            int at = r * TERMS + p;
            addFour(
                    columns,
                    sums[r],
                    packed[p],
                    packed[p + 1],
                    packed[p + 2],
                    packed[p + 3],
                    factors[at],
                    factors[at + 1],
                    factors[at + 2],
                    factors[at + 3]);
        }

        private static void addTwo(
                int columns,
                float[] s0,
                float[] s1,
                float[] s2,
                float[] s3,
                float[] x,
                float[] y,
                float x0,
                float y0,
                float x1,
                float y1,
                float x2,
                float y2,
                float x3,
                float y3) {
            for (int j = 0; j < columns; j++) {
                float xj = x[j];
                float yj = y[j];
                s0[j] = Math.fma(y0, yj, Math.fma(x0, xj, s0[j]));
                s1[j] = Math.fma(y1, yj, Math.fma(x1, xj, s1[j]));
                s2[j] = Math.fma(y2, yj, Math.fma(x2, xj, s2[j]));
                s3[j] = Math.fma(y3, yj, Math.fma(x3, xj, s3[j]));
            }
        }

        private static void addFour(
                int columns,
                float[] s,
                float[] x,
                float[] y,
                float[] z,
                float[] w,
                float xs,
                float ys,
                float zs,
                float ws) {
            for (int j = 0; j < columns; j++) {
                s[j] = Math.fma(ws, w[j], Math.fma(zs, z[j], Math.fma(ys, y[j], Math.fma(xs, x[j], s[j]))));
            }
        }

        void store(int rows, int columns, float alpha, float beta, View c, int start) {
            float[] values = c.values;
            for (int r = 0; r < rows; r++) {
                float[] sum = sums[r];
                int at = start + r * c.rowStep;
                for (int j = 0; j < columns; j++, at += c.columnStep) {
                    float value = alpha * sum[j];
                    values[at] = beta == 0 ? value : beta * values[at] + value;
                }
            }
        }
    }
}
