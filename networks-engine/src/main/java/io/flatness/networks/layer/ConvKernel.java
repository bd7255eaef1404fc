package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Unfolding;
import io.flatness.networks.tile.Window;

/**
 * Products of a convolution: windows are written out as columns, a few samples at a time, and multiplied with the
 * weights as matrices. Images lie channels first over the whole tile, so that one product serves many samples.
 */
final class ConvKernel<A> implements LayerKernel<A> {
    /** Elements of the columns of one chunk of samples: they should stay in a core's cache. */
    private static final int CHUNK_ELEMENTS = 1 << 15;

    private static final int COLUMNS = 0;
    private static final int PRODUCT = 1;
    private static final int TRANSPOSED = 2;

    private final Arithmetic<A> arithmetic;
    private final Window window;
    private final int groups;
    private final int weight;
    private final int bias;
    private final int outputs;
    private final int outputsPerGroup;
    private final int channelsPerGroup;
    private final Unfolding unfolding;
    private final int pixels;
    private final int positions;
    private final int fanIn;

    // kept, so that a product allocates nothing
    private final Chunk<A> forwardChunk = this::forward;
    private final Chunk<A> tangentChunk = this::tangent;
    private final Chunk<A> pullBackChunk = (frame, first, count, group) -> pullBack(frame, first, count, group, false);
    private final Chunk<A> curvedChunk = (frame, first, count, group) -> pullBack(frame, first, count, group, true);

    ConvKernel(Conv2d layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.window = layer.window();
        this.groups = layer.groups();
        this.weight = site.parameters().get(0).offset();
        this.bias = layer.bias() ? site.parameters().get(1).offset() : -1;
        this.outputs = layer.outputs();
        this.outputsPerGroup = outputs / groups;
        this.channelsPerGroup = site.input().units() / groups;
        int height = Window.rows(site.input());
        int width = Window.columns(site.input());
        int outHeight = Window.rows(site.output());
        int outWidth = Window.columns(site.output());
        this.unfolding = new Unfolding(window, height, width, outHeight, outWidth);
        this.pixels = height * width;
        this.positions = outHeight * outWidth;
        this.fanIn = channelsPerGroup * window.size();
    }

    @Override
    public boolean curves() {
        return true;
    }

    /** Work on some samples of the tile and one group of channels. */
    private interface Chunk<A> {
        void run(Frame<A> frame, int first, int count, int group);
    }

    private void forEachChunk(Frame<A> frame, Chunk<A> chunk) {
        int samples = frame.samples();
        int most = Math.max(1, CHUNK_ELEMENTS / (fanIn * positions));
        int chunks = (samples + most - 1) / most;
        for (int c = 0; c < chunks; c++) {
            int first = (int) ((long) c * samples / chunks);
            int end = (int) ((long) (c + 1) * samples / chunks);
            for (int group = 0; group < groups; group++) {
                chunk.run(frame, first, end - first, group);
            }
        }
    }

    /** The windows of some samples' images: [fanIn][count·positions]. */
    private A columns(Frame<A> frame, A images, int first, int count, int group) {
        int ld = count * positions;
        A columns = frame.scratch().array(COLUMNS, fanIn * ld);
        for (int c = 0; c < channelsPerGroup; c++) {
            int channel = group * channelsPerGroup + c;
            int start = (channel * frame.samples() + first) * pixels;
            arithmetic.gather(unfolding, images, start, count, columns, c * window.size() * ld, ld);
        }
        return columns;
    }

    private void scatter(Frame<A> frame, A columns, A images, int copy, int first, int count, int group) {
        int ld = count * positions;
        for (int c = 0; c < channelsPerGroup; c++) {
            int channel = group * channelsPerGroup + c;
            int start = ((channel * frame.cotangents() + copy) * frame.samples() + first) * pixels;
            int at = c * window.size() * ld;
            arithmetic.scatter(unfolding, columns, at, ld, count, images, start);
        }
    }

    @Override
    public void forward(Frame<A> frame) {
        int row = frame.samples() * positions;
        forEachChunk(frame, forwardChunk);
        for (int o = 0; bias >= 0 && o < outputs; o++) {
            arithmetic.scaleAndShift(1, arithmetic.get(frame.theta(), bias + o), frame.out(), o * row, row);
        }
    }

    private void forward(Frame<A> frame, int first, int count, int group) {
        A columns = columns(frame, frame.input(0), first, count, group);
        product(frame, frame.theta(), columns, first, count, group, false, frame.out());
    }

    /** The chunk's place in into [outputs][samples·positions] := or += W · columns, with the weights in w. */
    private void product(Frame<A> frame, A w, A columns, int first, int count, int group, boolean accumulate, A into) {
        int row = frame.samples() * positions;
        int o = group * outputsPerGroup;
        int terms = count * positions;
        int to = o * row + first * positions;
        arithmetic.multiply(
                false,
                false,
                outputsPerGroup,
                terms,
                fanIn,
                w,
                weight + o * fanIn,
                fanIn,
                columns,
                0,
                terms,
                accumulate,
                into,
                to,
                row);
    }

    @Override
    public void tangent(Frame<A> frame) {
        int row = frame.samples() * positions;
        A direction = frame.direction();
        if (direction == null && frame.tangentIn(0) == null) {
            arithmetic.fill(frame.tangentOut(), 0, outputs * row, 0);
            return;
        }
        forEachChunk(frame, tangentChunk);
        for (int o = 0; direction != null && bias >= 0 && o < outputs; o++) {
            arithmetic.scaleAndShift(1, arithmetic.get(direction, bias + o), frame.tangentOut(), o * row, row);
        }
    }

    private void tangent(Frame<A> frame, int first, int count, int group) {
        A direction = frame.direction();
        A tangentIn = frame.tangentIn(0);
        if (direction != null) {
            A columns = columns(frame, frame.input(0), first, count, group);
            product(frame, direction, columns, first, count, group, false, frame.tangentOut());
        }
        if (tangentIn != null) {
            A columns = columns(frame, tangentIn, first, count, group);
            product(frame, frame.theta(), columns, first, count, group, direction != null, frame.tangentOut());
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        pullBack(frame, false);
    }

    @Override
    public void curve(Frame<A> frame) {
        throw new AssertionError("a convolution adds its second-order terms in pullBackCurved");
    }

    @Override
    public void pullBackCurved(Frame<A> frame) {
        pullBack(frame, true);
    }

    private void pullBack(Frame<A> frame, boolean curved) {
        int row = frame.samples() * positions;
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null && !frame.accumulates(0)) {
            int planes = groups * channelsPerGroup * frame.cotangents() * frame.samples();
            arithmetic.fill(cotangentIn, 0, planes * pixels, 0);
        }
        forEachChunk(frame, curved ? curvedChunk : pullBackChunk);
        A gradient = frame.gradient();
        for (int o = 0; gradient != null && bias >= 0 && o < outputs; o++) {
            arithmetic.addTo(gradient, bias + o, arithmetic.sum(frame.cotangentOut(), o * row, row));
        }
    }

    private void pullBack(Frame<A> frame, int first, int count, int group, boolean curved) {
        A gradient = frame.gradient();
        if (gradient != null) {
            addWeightGradients(frame, gradient, first, count, group, curved);
        }
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null) {
            addInputCotangents(frame, cotangentIn, first, count, group, curved);
        }
    }

    /** Adds RD · columns(h)ᵀ, and D · columns(Rh)ᵀ when curved. */
    private void addWeightGradients(Frame<A> frame, A gradient, int first, int count, int group, boolean curved) {
        A columns = columns(frame, frame.input(0), first, count, group);
        addOuter(frame, frame.cotangentOut(), columns, first, count, group, gradient);
        A tangentIn = frame.tangentIn(0);
        if (curved && tangentIn != null) {
            columns = columns(frame, tangentIn, first, count, group);
            addOuter(frame, frame.delta(), columns, first, count, group, gradient);
        }
    }

    /**
     * Adds d · columnsᵀ over the chunk's place in d [outputs][samples·positions] to the weights' gradient. Small products are
     * computed transposed, as columns · dᵀ with dᵀ written out.
     */
    private void addOuter(Frame<A> frame, A d, A columns, int first, int count, int group, A gradient) {
        int rows = outputsPerGroup;
        int row = frame.samples() * positions;
        int o = group * rows;
        int at = o * row + first * positions;
        int to = weight + o * fanIn;
        int terms = count * positions;
        if (!arithmetic.isSmall(rows, fanIn, terms)) {
            arithmetic.multiply(
                    false, true, rows, fanIn, terms, d, at, row, columns, 0, terms, true, gradient, to, fanIn);
            return;
        }
        A transposed = frame.scratch().array(TRANSPOSED, terms * rows);
        A product = frame.scratch().array(PRODUCT, fanIn * rows);
        arithmetic.transpose(d, at, row, transposed, 0, rows, rows, terms, false);
        arithmetic.multiply(
                false, false, fanIn, rows, terms, columns, 0, terms, transposed, 0, rows, false, product, 0, rows);
        arithmetic.transpose(product, 0, rows, gradient, to, fanIn, fanIn, rows, true);
    }

    /** Adds Wᵀ · RD, and Vᵀ · D when curved, window by window to the images. */
    private void addInputCotangents(Frame<A> frame, A cotangentIn, int first, int count, int group, boolean curved) {
        int m = frame.cotangents();
        int row = frame.samples() * positions;
        int o = group * outputsPerGroup;
        int at = first * positions;
        A direction = curved ? frame.direction() : null;
        A columns = frame.scratch().array(COLUMNS, fanIn * count * positions);
        for (int t = 0; t < m; t++) {
            transposedProduct(
                    frame.theta(), frame.cotangentOut(), (o * m + t) * row + at, m * row, group, count, false, columns);
            if (direction != null) {
                transposedProduct(direction, frame.delta(), o * row + at, row, group, count, true, columns);
            }
            scatter(frame, columns, cotangentIn, t, first, count, group);
        }
    }

    /** columns := or += Wᵀ · d, with the weights in w. */
    private void transposedProduct(A w, A d, int at, int ld, int group, int count, boolean accumulate, A columns) {
        int terms = count * positions;
        int o = group * outputsPerGroup;
        arithmetic.multiply(
                true,
                false,
                fanIn,
                terms,
                outputsPerGroup,
                w,
                weight + o * fanIn,
                fanIn,
                d,
                at,
                ld,
                accumulate,
                columns,
                0,
                terms);
    }

    @Override
    public boolean squaresApart() {
        return true;
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        int m = frame.cotangents();
        int row = frame.samples() * positions;
        int size = outputsPerGroup * fanIn;
        A diagonal = sink.diagonal();
        A product = frame.scratch().array(PRODUCT, size);
        forEachChunk(frame, (same, first, count, group) -> {
            int o = group * outputsPerGroup;
            int ld = count * positions;
            A columns = columns(frame, frame.input(0), first, count, group);
            for (int i = 0; i < count; i++) {
                for (int t = 0; t < m; t++) {
                    arithmetic.multiply(
                            false,
                            true,
                            outputsPerGroup,
                            fanIn,
                            positions,
                            frame.cotangentOut(),
                            (o * m + t) * row + (first + i) * positions,
                            m * row,
                            columns,
                            i * positions,
                            ld,
                            false,
                            product,
                            0,
                            fanIn);
                    if (diagonal != null) {
                        arithmetic.addSquares(product, 0, diagonal, weight + o * fanIn, size);
                    }
                    if (sink.samples() != null) {
                        sink.samples()[first + i] += arithmetic.dot(product, 0, product, 0, size);
                    }
                }
            }
        });
        for (int o = 0; bias >= 0 && o < outputs; o++) {
            for (int t = 0; t < m; t++) {
                for (int i = 0; i < frame.samples(); i++) {
                    double sum = arithmetic.sum(frame.cotangentOut(), (o * m + t) * row + i * positions, positions);
                    if (diagonal != null) {
                        arithmetic.addTo(diagonal, bias + o, sum * sum);
                    }
                    if (sink.samples() != null) {
                        sink.samples()[i] += sum * sum;
                    }
                }
            }
        }
    }

    @Override
    public boolean marksZeros(Frame<A> frame, boolean[] zeros) {
        if (bias >= 0) {
            return false;
        }
        boolean[] any = new boolean[1];
        forEachChunk(frame, (same, first, count, group) -> {
            int ld = count * positions;
            A columns = columns(frame, frame.input(0), first, count, group);
            for (int j = 0; j < ld; j++) {
                boolean zero = true;
                for (int k = 0; zero && k < fanIn; k++) {
                    zero = arithmetic.get(columns, k * ld + j) == 0;
                }
                any[0] |= zero;
                for (int o = group * outputsPerGroup; o < (group + 1) * outputsPerGroup; o++) {
                    zeros[(o * frame.samples() + first) * positions + j] = zero;
                }
            }
        });
        return any[0];
    }
}
