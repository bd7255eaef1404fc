package io.flatness.core.linalg;

import io.flatness.spi.linalg.Gemm;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import org.ojalgo.concurrent.Parallelism;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.decomposition.LU;
import org.ojalgo.matrix.decomposition.QR;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.operation.HouseholderLeft;
import org.ojalgo.matrix.operation.HouseholderRight;
import org.ojalgo.matrix.operation.MultiplyBoth;
import org.ojalgo.matrix.operation.MultiplyLeft;
import org.ojalgo.matrix.operation.MultiplyNeither;
import org.ojalgo.matrix.operation.MultiplyRight;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/** Small dense matrices by ojAlgo, scaled by a power of two first so that squares neither overflow nor underflow. */
public final class OjalgoLinearAlgebra implements LinearAlgebra {
    private final Gemm gemm;

    /** Uses the given matrix product, and ojAlgo for everything else, on the caller's thread alone. */
    public OjalgoLinearAlgebra(Gemm gemm) {
        this.gemm = gemm;
        MultiplyBoth.PARALLELISM = Parallelism.ONE;
        MultiplyLeft.PARALLELISM = Parallelism.ONE;
        MultiplyRight.PARALLELISM = Parallelism.ONE;
        MultiplyNeither.PARALLELISM = Parallelism.ONE;
        HouseholderLeft.PARALLELISM = Parallelism.ONE;
        HouseholderRight.PARALLELISM = Parallelism.ONE;
    }

    @Override
    public Gemm gemm() {
        return gemm;
    }

    @Override
    public SymmetricEigen eigen(double[] matrix, int n) {
        requireSize(matrix, n, n);
        double scale = powerOfTwoScale(matrix);
        R064Store store = symmetricStore(matrix, n, scale);
        Eigenvalue<Double> decomposition = Eigenvalue.R064.make(store, true);
        if (!decomposition.decompose(store)) {
            throw new ArithmeticException("the eigenvalue decomposition of a " + n + "×" + n + " matrix failed");
        }
        Integer[] order = descending(decomposition, n);
        MatrixStore<Double> v = decomposition.getV();
        double[] values = new double[n];
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            values[i] = decomposition.getD().doubleValue(order[i], order[i]) / scale;
            for (int j = 0; j < n; j++) {
                vectors[i][j] = v.doubleValue(j, order[i]);
            }
        }
        return new SymmetricEigen(values, vectors);
    }

    @Override
    public double[] eigenvalues(double[] matrix, int n) {
        requireSize(matrix, n, n);
        double scale = powerOfTwoScale(matrix);
        R064Store store = symmetricStore(matrix, n, scale);
        Eigenvalue<Double> decomposition = Eigenvalue.R064.make(store, true);
        if (!decomposition.computeValuesOnly(store)) {
            throw new ArithmeticException("the eigenvalues of a " + n + "×" + n + " matrix could not be computed");
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = decomposition.getEigenvalues().get(i).getReal() / scale;
        }
        java.util.Arrays.sort(values);
        for (int i = 0; i < n / 2; i++) {
            double swap = values[i];
            values[i] = values[n - 1 - i];
            values[n - 1 - i] = swap;
        }
        return values;
    }

    @Override
    public double[] singularValues(double[] matrix, int rows, int columns) {
        requireSize(matrix, rows, columns);
        double scale = powerOfTwoScale(matrix);
        R064Store store = store(matrix, rows, columns, scale);
        SingularValue<Double> decomposition = SingularValue.R064.make(store);
        decomposition.computeValuesOnly(store);
        double[] values = new double[Math.min(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = decomposition.getSingularValues().doubleValue(i) / scale;
        }
        return values;
    }

    @Override
    public Qr qr(double[] matrix, int rows, int columns) {
        requireSize(matrix, rows, columns);
        if (rows < columns) {
            throw new IllegalArgumentException("QR needs rows >= columns, got " + rows + "×" + columns);
        }
        double scale = powerOfTwoScale(matrix);
        R064Store store = store(matrix, rows, columns, scale);
        QR<Double> decomposition = QR.R064.make(store);
        decomposition.decompose(store);
        MatrixStore<Double> q = decomposition.getQ();
        MatrixStore<Double> r = decomposition.getR();
        double[] qValues = new double[rows * columns];
        double[] rValues = new double[columns * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                qValues[i * columns + j] = q.doubleValue(i, j);
            }
        }
        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++) {
                rValues[i * columns + j] = r.doubleValue(i, j) / scale;
            }
        }
        return new Qr(qValues, rValues);
    }

    @Override
    public double[] cholesky(double[] matrix, int n) {
        requireSize(matrix, n, n);
        // An even power of two has an exact square root.
        int exponent = Math.getExponent(powerOfTwoScale(matrix)) / 2 * 2;
        double scale = Math.scalb(1.0, exponent);
        double rootScale = Math.scalb(1.0, exponent / 2);
        R064Store store = symmetricStore(matrix, n, scale);
        Cholesky<Double> decomposition = Cholesky.R064.make(store);
        decomposition.decompose(store);
        if (!decomposition.isSPD()) {
            throw new IllegalArgumentException("the " + n + "×" + n + " matrix is not positive definite");
        }
        MatrixStore<Double> l = decomposition.getL();
        double[] factor = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                factor[i * n + j] = l.doubleValue(i, j) / rootScale;
            }
        }
        return factor;
    }

    @Override
    public double[] solve(double[] matrix, int n, double[] b) {
        requireSize(matrix, n, n);
        requireSize(b, n, 1);
        double scale = powerOfTwoScale(matrix);
        R064Store store = store(matrix, n, n, scale);
        LU<Double> decomposition = LU.R064.make(store);
        decomposition.decompose(store);
        if (!decomposition.isSolvable()) {
            throw new IllegalArgumentException("the " + n + "×" + n + " matrix is singular");
        }
        MatrixStore<Double> x = decomposition.getSolution(store(b, n, 1, 1));
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = x.doubleValue(i, 0) * scale;
        }
        return solution;
    }

    private static Integer[] descending(Eigenvalue<Double> decomposition, int n) {
        Integer[] order = new Integer[n];
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
            diagonal[i] = decomposition.getD().doubleValue(i, i);
        }
        java.util.Arrays.sort(order, (a, b) -> Double.compare(diagonal[b], diagonal[a]));
        return order;
    }

    private static R064Store symmetricStore(double[] matrix, int n, double scale) {
        R064Store store = R064Store.FACTORY.make(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                store.set(i, j, 0.5 * (matrix[i * n + j] * scale + matrix[j * n + i] * scale));
            }
        }
        return store;
    }

    private static R064Store store(double[] matrix, int rows, int columns, double scale) {
        R064Store store = R064Store.FACTORY.make(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                store.set(i, j, matrix[i * columns + j] * scale);
            }
        }
        return store;
    }

    private static double powerOfTwoScale(double[] matrix) {
        double largest = 0;
        for (double v : matrix) {
            largest = Math.max(largest, Math.abs(v));
        }
        if (!(largest <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("the matrix holds a value that is not finite");
        }
        return largest == 0 ? 1 : Math.scalb(1.0, -Math.max(-1000, Math.min(1000, Math.getExponent(largest))));
    }

    private static void requireSize(double[] matrix, int rows, int columns) {
        if (matrix.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "a " + rows + "×" + columns + " matrix was given " + matrix.length + " values");
        }
    }
}
