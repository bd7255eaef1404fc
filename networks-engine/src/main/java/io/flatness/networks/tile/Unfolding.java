package io.flatness.networks.tile;

/**
 * How a window moves over images of one size: what each of its elements sees at each position, prepared for {@link
 * Arithmetic#gather} and {@link Arithmetic#scatter}.
 *
 * <p>Windows see the same pixels again and again: with stride and dilation 1, what the window sees at its element (y, x) is
 * what the window one line below sees at (y − 1, x). So most of an element's row is that of an element before, moved by
 * some places, and only the end of each plane, or of each line, is fresh.
 */
public final class Unfolding {
    final int height;
    final int width;
    final int outHeight;
    final int outWidth;
    final int stepX;
    final int stepY;

    /** For each element, where it lies in the image at the window's first position; outside where it sees padding. */
    final int[] origin;

    /** The element whose row is moved, or −1. */
    final int[] before;

    /** By how many places. */
    final int[] shift;

    /** The first line of windows, and the first column, that is fresh. */
    final int[] freshLine;

    final int[] freshColumn;

    /** The lines and columns of windows, first and last, that see the image and not padding. */
    final int[] firstLine;

    final int[] lastLine;
    final int[] firstColumn;
    final int[] lastColumn;

    /** Of a window over images of height × width. */
    public Unfolding(Window window, int height, int width, int outHeight, int outWidth) {
        this.height = height;
        this.width = width;
        this.outHeight = outHeight;
        this.outWidth = outWidth;
        this.stepX = window.strideX();
        this.stepY = window.strideY() * width;
        int elements = window.size();
        this.origin = new int[elements];
        this.before = new int[elements];
        this.shift = new int[elements];
        this.freshLine = new int[elements];
        this.freshColumn = new int[elements];
        this.firstLine = new int[elements];
        this.lastLine = new int[elements];
        this.firstColumn = new int[elements];
        this.lastColumn = new int[elements];
        for (int k = 0; k < elements; k++) {
            place(window, k);
        }
    }

    private void place(Window window, int k) {
        int ky = k / window.width();
        int kx = k % window.width();
        int y = ky * window.dilationY() - window.top();
        int x = kx * window.dilationX() - window.left();
        origin[k] = y * width + x;
        firstLine[k] = first(y, window.strideY());
        lastLine[k] = last(y, window.strideY(), height, outHeight);
        firstColumn[k] = first(x, window.strideX());
        lastColumn[k] = last(x, window.strideX(), width, outWidth);
        // a move by q windows makes up for p elements: q · stride = p · dilation
        int divisorY = commonDivisor(window.strideY(), window.dilationY());
        int divisorX = commonDivisor(window.strideX(), window.dilationX());
        int rows = window.strideY() / divisorY;
        int lines = window.dilationY() / divisorY;
        int columns = window.strideX() / divisorX;
        int places = window.dilationX() / divisorX;
        if (ky >= rows && lines < outHeight) {
            before[k] = k - rows * window.width();
            shift[k] = lines * outWidth;
            freshLine[k] = outHeight - lines;
        } else if (kx >= columns && places < outWidth) {
            before[k] = k - columns;
            shift[k] = places;
            freshColumn[k] = outWidth - places;
        } else {
            before[k] = -1;
        }
        firstColumn[k] = Math.max(firstColumn[k], freshColumn[k]);
    }

    /** The first position at which an element at {@code start} of the first window is not left of the image. */
    private static int first(int start, int stride) {
        return start >= 0 ? 0 : (-start + stride - 1) / stride;
    }

    /** The last position at which it is not right of the image; −1 for none. */
    private static int last(int start, int stride, int extent, int positions) {
        return start >= extent ? -1 : Math.min(positions - 1, (extent - 1 - start) / stride);
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}
