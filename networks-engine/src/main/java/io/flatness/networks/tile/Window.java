package io.flatness.networks.tile;

/**
 * A window that slides over an image, for convolution and pooling.
 *
 * @param height rows of the window
 * @param width columns of the window
 * @param strideY step between windows, down
 * @param strideX step between windows, across
 * @param top rows of padding above
 * @param left columns of padding on the left
 * @param bottom rows of padding below
 * @param right columns of padding on the right
 * @param dilationY distance between neighbouring rows of the window
 * @param dilationX distance between neighbouring columns of the window
 */
public record Window(
        int height,
        int width,
        int strideY,
        int strideX,
        int top,
        int left,
        int bottom,
        int right,
        int dilationY,
        int dilationX) {
    /** Checks the ranges. */
    public Window {
        if (height < 1 || width < 1 || strideY < 1 || strideX < 1 || dilationY < 1 || dilationX < 1) {
            throw new IllegalArgumentException("the size, stride and dilation of a window must be at least 1");
        }
        if (top < 0 || left < 0 || bottom < 0 || right < 0) {
            throw new IllegalArgumentException("the padding of a window must not be negative");
        }
    }

    /** A square window with the same stride and padding on all sides, not dilated. */
    public static Window square(int size, int stride, int padding) {
        return new Window(size, size, stride, stride, padding, padding, padding, padding, 1, 1);
    }

    /** Number of elements in the window. */
    public int size() {
        return height * width;
    }

    /** Whether some windows reach into padding. */
    public boolean isPadded() {
        return top + left + bottom + right > 0;
    }

    /** The shape of {@code channels} channels with one element per window over the image. */
    public Shape over(Shape image, int channels) {
        if (!image.isImage() && !image.isSignal()) {
            throw new IllegalArgumentException(
                    "needs an image [channels, height, width] but its input has the shape " + image);
        }
        int rows = steps(rows(image), top + bottom, height, dilationY, strideY);
        int columns = steps(columns(image), left + right, width, dilationX, strideX);
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("has a window of " + height + "×" + width + " (dilation " + dilationY
                    + ", " + dilationX + ") that does not fit into its padded input of the shape " + image);
        }
        if (image.isSignal() && rows != 1) {
            throw new IllegalArgumentException(
                    "slides over two axes but its input of the shape " + image + " has one besides its channels");
        }
        return image.isSignal() ? Shape.of(channels, columns) : Shape.of(channels, rows, columns);
    }

    /** Rows of an image; a signal has one. */
    public static int rows(Shape image) {
        return image.rank() == 2 ? 1 : image.extent(1);
    }

    /** Columns of an image; the length of a signal. */
    public static int columns(Shape image) {
        return image.extent(image.rank() - 1);
    }

    /** Throws when some window could lie in the padding altogether. */
    public void requireContent(Shape image) {
        if ((image.isImage() || image.isSignal())
                && (dilationY > rows(image) || dilationX > columns(image))
                && isPadded()) {
            throw new IllegalArgumentException("has a dilation (" + dilationY + ", " + dilationX
                    + ") larger than its input of the shape " + image);
        }
        if ((image.isImage() || image.isSignal())
                && (hasEmpty(rows(image), top, bottom, height, dilationY, strideY)
                        || hasEmpty(columns(image), left, right, width, dilationX, strideX))) {
            throw new IllegalArgumentException("has more padding (" + top + ", " + left + ", " + bottom + ", " + right
                    + ") than its window of " + height + "×" + width + " covers");
        }
    }

    /** Whether some window along one axis meets padding alone. */
    private static boolean hasEmpty(int extent, int before, int after, int size, int dilation, int stride) {
        int windows = steps(extent, before + after, size, dilation, stride);
        for (int i = 0; i < windows; i++) {
            boolean empty = true;
            for (int k = 0; empty && k < size; k++) {
                int at = i * stride - before + k * dilation;
                empty = at < 0 || at >= extent;
            }
            if (empty) {
                return true;
            }
        }
        return false;
    }

    private static int steps(int extent, int padding, int size, int dilation, int stride) {
        int room = extent + padding - dilation * (size - 1) - 1;
        return room < 0 ? 0 : room / stride + 1;
    }
}
