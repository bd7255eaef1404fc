package io.flatness.networks.tile;

import org.jspecify.annotations.Nullable;

/**
 * The bulk arithmetic that layers are written in, once for each precision.
 *
 * <p>All sums run in a fixed order. Loops that matter use one index for all their arrays: the compiler
 * cannot know that slices at different offsets of arrays do not overlap, and then uses no vector instructions. Arrays
 * stand with the index of their first element; matrices are row-major. "m cotangents interleaved" means that an array
 * [outer][inner] has a companion [outer][m][inner] with one copy per cotangent.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface Arithmetic<A> {
    /** A new array of zeros. */
    A allocate(int length);

    /** A new array of empty places for arrays. */
    @Nullable
    A[] places(int count);

    /** Bytes of one element. */
    int bytes();

    /** into[to + i] := from[start + i], rounded to this precision. */
    void narrow(double[] from, int start, A into, int to, int length);

    /** into[to + i] := from[start + i]. */
    void widen(A from, int start, double[] into, int to, int length);

    /** into[i] += from[i] for i below {@code length}. */
    void widenAndAdd(A from, double[] into, int length);

    /** Whether narrowing rounds: not in double precision. */
    boolean rounds();

    /** The values in this precision: the array itself where nothing is rounded, otherwise {@code space}. */
    A rounded(double[] values, A space);

    /** One element. */
    double get(A x, int index);

    /** Adds to one element. */
    void addTo(A x, int index, double value);

    /** Sets a range to one value. */
    void fill(A x, int start, int length, double value);

    /** Copies a range; the arrays may not overlap. */
    void copy(A from, int start, A into, int to, int length);

    /** Products of up to so many multiplications count as small. */
    long SMALL = 1_000_000;

    /**
     * Whether a product A·Bᵀ of these sizes is small, so that it pays to write Bᵀ out first: OpenBLAS multiplies small
     * matrices without packing them, and then A·B up to three times as fast as A·Bᵀ.
     */
    default boolean isSmall(int m, int n, int k) {
        return (long) m * n * k <= SMALL;
    }

    /** C := α·op(A)·op(B) + β·C, as {@link io.flatness.spi.linalg.Gemm}. */
    void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            A a,
            int aOffset,
            int lda,
            A b,
            int bOffset,
            int ldb,
            boolean accumulate,
            A c,
            int cOffset,
            int ldc);

    /** y[yStart + i] += factor · x[xStart + i]. */
    void addScaled(double factor, A x, int xStart, A y, int yStart, int length);

    /** y[start + i] := factor · y[start + i] + shift. */
    void scaleAndShift(double factor, double shift, A y, int start, int length);

    /** Adds row b[bStart …] of the given length to each of {@code rows} rows of y[yStart …]. */
    void addToRows(A b, int bStart, A y, int yStart, int rows, int columns);

    /** into[to + j] += Σ over rows of x[xStart …][row][j]. */
    void sumRows(A x, int xStart, int rows, int columns, A into, int to);

    /** Adds factor[fStart + j] · x[xStart …][row][j] to y[yStart …][row][j]. */
    void addScaledRows(A factor, int fStart, A x, int xStart, A y, int yStart, int rows, int columns);

    /** into[to + j] += Σ over rows of x[row][j] · y[row][j]. */
    void sumProductRows(A x, A y, int rows, int columns, A into, int to);

    /** Σ x[start + i]. */
    double sum(A x, int start, int length);

    /** Σ x[xStart + i] · y[yStart + i]. */
    double dot(A x, int xStart, A y, int yStart, int length);

    /** y[yStart + i] += x[xStart + i]². */
    void addSquares(A x, int xStart, A y, int yStart, int length);

    /** out := factor ∘ x or out += factor ∘ x, with m cotangents of x and out interleaved. Out may be x. */
    void multiplyBroadcast(A factor, A x, A out, int outer, int m, int inner, boolean accumulate);

    /** out += a ∘ b ∘ x, b from {@code bStart} on, with m cotangents of x and out interleaved. */
    void addProductBroadcast(A a, A b, int bStart, A x, A out, int outer, int m, int inner);

    /** out := x where x is positive and slope · x elsewhere. Out may be x. */
    void rectify(A x, A out, int length, double slope);

    /** out := x, or out += x, where sign is positive, and 0 where it is 0; sign is never negative. Out may be x. */
    void zeroUnlessPositive(A sign, A x, A out, int length, boolean accumulate);

    /** out := 1 where sign is positive, {@code slope} where it is negative and {@code atZero} where it is zero. */
    void slopes(A sign, A out, int length, double slope, double atZero);

    /** out := φ(x), and φ'(x) and then φ''(x) to {@code derivatives}, which is 2 · length long. */
    void pointwise(Pointwise function, A x, A out, A derivatives, int length);

    /**
     * out := max(x, 0) + slopes ∘ min(x, 0); the derivative with respect to x and then min(x, 0) go to {@code
     * derivatives}, which is 2 · length long.
     */
    void rectifyBySlopes(A x, A slopes, A out, A derivatives, int length);

    /** Keeps the larger of x and best in best; where x is larger, winner becomes {@code number}. */
    void maximum(A x, A best, int[] winner, int number, int length);

    /** Zero in {@code into} where winner is another than {@code number}, x elsewhere; m cotangents interleaved. */
    void select(A x, int[] winner, int number, A into, int outer, int m, int inner, boolean accumulate);

    /**
     * Writes the windows of {@code planes} images of one channel as rows: for each element of the window one row, for
     * each plane and position of the window one column, columns[row · ld + plane · positions + position].
     */
    void gather(Unfolding unfolding, A images, int start, int planes, A columns, int to, int ld);

    /**
     * The transpose of {@link #gather}: adds each element of the windows to its place in the images. Overwrites the columns.
     */
    void scatter(Unfolding unfolding, A columns, int from, int ld, int planes, A images, int start);

    /** Largest element of each window of each plane, and its place in the plane. */
    void maxPool(
            Window window,
            A images,
            int planes,
            int height,
            int width,
            int outHeight,
            int outWidth,
            A out,
            int[] places);

    /** into[to + i] := x[start + places[first + i]]. */
    void pick(A x, int start, int[] places, int first, int count, A into, int to);

    /** into[to + places[first + i]] += x[start + i]. */
    void place(A x, int start, int[] places, int first, int count, A into, int to);

    /** out[j][i] := in[i][j] blockwise: [rows][columns][inner] to [columns][rows][inner]. */
    void swap(A in, int inStart, A out, int outStart, int rows, int columns, int inner, boolean accumulate);

    /** out[column · ldOut + row] := or += in[row · ldIn + column]. */
    void transpose(
            A in, int inStart, int ldIn, A out, int outStart, int ldOut, int rows, int columns, boolean accumulate);

    /** into[intoStart + to] := or += factor · x[xStart + from] for all pairs of a routing. */
    void route(Routing routing, double factor, A x, int xStart, A into, int intoStart, boolean accumulate);

    /** Softmax of rows of x, or its logarithm. */
    void softmaxRows(A x, int xStart, A out, int outStart, int rows, int columns, boolean log);

    /**
     * into := or += y ∘ (x − ⟨y, x⟩), row by row: the derivative of softmax where it has the value y, which is symmetric.
     */
    void softmaxSlope(
            A y, int yStart, A x, int xStart, A into, int intoStart, int rows, int columns, boolean accumulate);

    /** into += dy ∘ (δ − ⟨y, δ⟩) − y ⟨dy, δ⟩, row by row: the derivative of y ∘ (δ − ⟨y, δ⟩) as y moves along dy. */
    void softmaxCurve(
            A y, int yStart, A dy, int dyStart, A delta, int deltaStart, A into, int intoStart, int rows, int columns);

    /** into := or += x − ⟨eʸ, x⟩, row by row: the derivative of log-softmax, with the value y, along x. */
    void logSoftmaxTangent(A y, A x, A into, int rows, int columns);

    /** into := or += x − eʸ Σ x, row by row: the transpose of {@link #logSoftmaxTangent}. */
    void logSoftmaxPull(A y, A x, int xStart, A into, int intoStart, int rows, int columns, boolean accumulate);

    /** into += the derivative of δ − eʸ Σ δ, row by row, for y = log-softmax(x) as x moves along dx. */
    void logSoftmaxCurve(A y, A dx, A delta, A into, int rows, int columns);

    /**
     * x̂ := (x − mean) r with r = 1/√(variance + ε), row by row; without centering x r with r = 1/√(mean of x² + ε). The
     * values r go to {@code normal[rows · columns + row]}, behind x̂.
     */
    void normalizeRows(A x, A normal, int rows, int columns, double epsilon, boolean centered);

    /** into := or += r (x − mean(x) − x̂ mean(x̂ x)), row by row: the derivative of x̂, which is symmetric. */
    void normalizationSlope(
            A normal,
            A x,
            int xStart,
            A into,
            int intoStart,
            int rows,
            int columns,
            boolean centered,
            boolean accumulate);

    /**
     * into += the derivative of r (g − mean(g) − x̂ mean(x̂ g)), row by row, as x moves along dx and g along dg.
     *
     * @param dNormal the derivative of x̂ along dx
     */
    void normalizationCurve(A normal, A dx, A dNormal, A g, A dg, A into, int rows, int columns, boolean centered);
}
