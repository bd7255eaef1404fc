package io.flatness.benchmarks;

import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.Precision;
import io.flatness.spi.linalg.Gemm;
import java.util.Arrays;

/** A product of two matrices of 512 rows and columns, by which times of different machines are compared. */
final class Yardstick implements Runnable {
    private static final int ROWS = 512;

    private final Gemm gemm;
    private final boolean single;
    private final double[] doubles = new double[ROWS * ROWS];
    private final double[] doubleProduct = new double[ROWS * ROWS];
    private final float[] floats = new float[ROWS * ROWS];
    private final float[] floatProduct = new float[ROWS * ROWS];

    Yardstick(Execution execution) {
        this.gemm = execution.gemm();
        this.single = execution.precision() == Precision.FLOAT32;
        Arrays.fill(doubles, 0.5);
        Arrays.fill(floats, 0.5f);
    }

    @Override
    public void run() {
        if (single) {
            gemm.multiply(
                    false, false, ROWS, ROWS, ROWS, 1f, floats, 0, ROWS, floats, 0, ROWS, 0f, floatProduct, 0, ROWS);
        } else {
            gemm.multiply(
                    false,
                    false,
                    ROWS,
                    ROWS,
                    ROWS,
                    1.0,
                    doubles,
                    0,
                    ROWS,
                    doubles,
                    0,
                    ROWS,
                    0.0,
                    doubleProduct,
                    0,
                    ROWS);
        }
    }
}
