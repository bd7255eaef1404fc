package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Unfolding;
import java.util.Objects;

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
        int height = site.input().extents().get(1);
        int width = site.input().extents().get(2);
        int outHeight = site.output().extents().get(1);
        int outWidth = site.output().extents().get(2);
        this.unfolding = new Unfolding(window, height, width, outHeight, outWidth);
        this.pixels = height * width;
        this.positions = outHeight * outWidth;
        this.fanIn = channelsPerGroup * window.size();
    }

    @Override
    public boolean readsInputLater() {
        return true;
    }

    @Override
    public boolean curves() {
        return true;
    }

    /** The windows of the values are written out once for all tangents. */
    @Override
    public boolean sharesWork() {
        return true;
    }

    @Override
    public int rows(int block) {
        return block == 0 ? outputs : 1;
    }

    /** Work on some samples of the tile and one group of channels. */
    private interface Chunk<A> {
        void run(Frame<A> frame, int first, int count, int group);
    }

    private void forEachChunk(Frame<A> frame, Chunk<A> chunk) {
        int samples = frame.samples;
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

    /** The windows of some samples of one of {@code copies} images: [fanIn][count·positions]. */
    private A columns(Frame<A> frame, A images, int copies, int copy, int first, int count, int group) {
        int ld = count * positions;
        A columns = frame.scratch.array(COLUMNS, fanIn * ld);
        for (int c = 0; c < channelsPerGroup; c++) {
            int channel = group * channelsPerGroup + c;
            int start = ((channel * copies + copy) * frame.samples + first) * pixels;
            int to = c * window.size() * ld;
            arithmetic.gather(unfolding, images, start, count, columns, to, ld);
        }
        return columns;
    }

    private void scatter(Frame<A> frame, A columns, A images, int copy, int first, int count, int group) {
        int ld = count * positions;
        for (int c = 0; c < channelsPerGroup; c++) {
            int channel = group * channelsPerGroup + c;
            int start = ((channel * frame.tangents + copy) * frame.samples + first) * pixels;
            int at = c * window.size() * ld;
            arithmetic.scatter(unfolding, columns, at, ld, count, images, start);
        }
    }

    @Override
    public void forward(Frame<A> frame) {
        int row = frame.samples * positions;
        forEachChunk(frame, (same, first, count, group) -> {
            A columns = columns(frame, frame.input(0), 1, 0, first, count, group);
            int o = group * outputsPerGroup;
            product(
                    frame.theta,
                    weight + o * fanIn,
                    outputsPerGroup,
                    columns,
                    count,
                    false,
                    frame.out,
                    o * row + first * positions,
                    row);
        });
        for (int o = 0; bias >= 0 && o < outputs; o++) {
            arithmetic.scaleAndShift(1, arithmetic.get(frame.theta, bias + o), frame.out, o * row, row);
        }
    }

    /** into [rows][count·positions] := or += w [rows][fanIn] · columns. */
    private void product(A w, int wStart, int rows, A columns, int count, boolean accumulate, A into, int at, int ld) {
        int ldColumns = count * positions;
        arithmetic.multiply(
                false,
                false,
                rows,
                ldColumns,
                fanIn,
                w,
                wStart,
                fanIn,
                columns,
                0,
                ldColumns,
                accumulate,
                into,
                at,
                ld);
    }

    @Override
    public void tangent(Frame<A> frame) {
        int m = frame.tangents;
        int row = frame.samples * positions;
        A direction = frame.direction;
        A tangentIn = frame.tangentIn[0];
        if (direction == null && tangentIn == null) {
            arithmetic.fill(frame.tangentOut, 0, outputs * m * row, 0);
            return;
        }
        forEachChunk(frame, tangentChunk);
        for (int o = 0; direction != null && bias >= 0 && o < outputs; o++) {
            for (int t = 0; t < m; t++) {
                double shift = arithmetic.get(direction, m * bias + t * outputs + o);
                arithmetic.scaleAndShift(1, shift, frame.tangentOut, (o * m + t) * row, row);
            }
        }
    }

    private void tangent(Frame<A> frame, int first, int count, int group) {
        int m = frame.tangents;
        int row = frame.samples * positions;
        A direction = frame.direction;
        A tangentIn = frame.tangentIn[0];
        int o = group * outputsPerGroup;
        if (direction != null) {
            A columns = columns(frame, frame.input(0), 1, 0, first, count, group);
            product(
                    direction,
                    m * (weight + o * fanIn),
                    m * outputsPerGroup,
                    columns,
                    count,
                    false,
                    frame.tangentOut,
                    o * m * row + first * positions,
                    row);
        }
        for (int t = 0; tangentIn != null && t < m; t++) {
            A columns = columns(frame, tangentIn, m, t, first, count, group);
            product(
                    frame.theta,
                    weight + o * fanIn,
                    outputsPerGroup,
                    columns,
                    count,
                    direction != null,
                    frame.tangentOut,
                    (o * m + t) * row + first * positions,
                    m * row);
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
        int m = frame.tangents;
        int row = frame.samples * positions;
        A cotangentIn = frame.cotangentIn[0];
        if (cotangentIn != null && !frame.accumulate[0]) {
            arithmetic.fill(cotangentIn, 0, groups * channelsPerGroup * m * frame.samples * pixels, 0);
        }
        forEachChunk(frame, curved ? curvedChunk : pullBackChunk);
        A gradient = frame.gradient;
        for (int o = 0; gradient != null && bias >= 0 && o < outputs; o++) {
            for (int t = 0; t < m; t++) {
                double sum = arithmetic.sum(frame.cotangentOut, (o * m + t) * row, row);
                arithmetic.addTo(gradient, m * bias + t * outputs + o, sum);
            }
        }
    }

    private void pullBack(Frame<A> frame, int first, int count, int group, boolean curved) {
        if (frame.gradient != null) {
            addWeightGradients(frame, first, count, group, curved);
        }
        A cotangentIn = frame.cotangentIn[0];
        if (cotangentIn != null) {
            addInputCotangents(frame, cotangentIn, first, count, group, curved);
        }
    }

    /** Adds RD · columns(h)ᵀ, and D · columns(Rh)ᵀ when curved. */
    private void addWeightGradients(Frame<A> frame, int first, int count, int group, boolean curved) {
        int m = frame.tangents;
        int row = frame.samples * positions;
        int o = group * outputsPerGroup;
        int to = m * (weight + o * fanIn);
        int at = o * m * row + first * positions;
        A gradient = Objects.requireNonNull(frame.gradient);
        A columns = columns(frame, frame.input(0), 1, 0, first, count, group);
        addOuter(frame, frame.cotangentOut, at, m * outputsPerGroup, columns, count, gradient, to, fanIn);
        A tangentIn = frame.tangentIn[0];
        for (int t = 0; curved && tangentIn != null && t < m; t++) {
            columns = columns(frame, tangentIn, m, t, first, count, group);
            int delta = o * row + first * positions;
            addOuter(frame, frame.delta(), delta, outputsPerGroup, columns, count, gradient, to + t * fanIn, m * fanIn);
        }
    }

    /**
     * into [rows][fanIn], rows {@code ld} apart, += d [rows][count·positions] · columnsᵀ. Small products are computed
     * transposed, as columns · dᵀ with dᵀ written out.
     */
    private void addOuter(Frame<A> frame, A d, int at, int rows, A columns, int count, A into, int to, int ld) {
        int row = frame.samples * positions;
        int terms = count * positions;
        if (!arithmetic.isSmall(rows, fanIn, terms)) {
            arithmetic.multiply(false, true, rows, fanIn, terms, d, at, row, columns, 0, terms, true, into, to, ld);
            return;
        }
        A transposed = frame.scratch.array(TRANSPOSED, terms * rows);
        A product = frame.scratch.array(PRODUCT, fanIn * rows);
        arithmetic.transpose(d, at, row, transposed, 0, rows, rows, terms, false);
        arithmetic.multiply(
                false, false, fanIn, rows, terms, columns, 0, terms, transposed, 0, rows, false, product, 0, rows);
        arithmetic.transpose(product, 0, rows, into, to, ld, fanIn, rows, true);
    }

    /** Adds Wᵀ · RD, and Vᵀ · D when curved, window by window to the images. */
    private void addInputCotangents(Frame<A> frame, A cotangentIn, int first, int count, int group, boolean curved) {
        int m = frame.tangents;
        int row = frame.samples * positions;
        int o = group * outputsPerGroup;
        int ld = count * positions;
        A direction = curved ? frame.direction : null;
        for (int t = 0; t < m; t++) {
            A columns = frame.scratch.array(COLUMNS, fanIn * ld);
            arithmetic.multiply(
                    true,
                    false,
                    fanIn,
                    ld,
                    outputsPerGroup,
                    frame.theta,
                    weight + o * fanIn,
                    fanIn,
                    frame.cotangentOut,
                    (o * m + t) * row + first * positions,
                    m * row,
                    false,
                    columns,
                    0,
                    ld);
            if (direction != null) {
                arithmetic.multiply(
                        true,
                        false,
                        fanIn,
                        ld,
                        outputsPerGroup,
                        direction,
                        m * (weight + o * fanIn) + t * fanIn,
                        m * fanIn,
                        frame.delta(),
                        o * row + first * positions,
                        row,
                        true,
                        columns,
                        0,
                        ld);
            }
            scatter(frame, columns, cotangentIn, t, first, count, group);
        }
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        int m = frame.tangents;
        int row = frame.samples * positions;
        int size = outputsPerGroup * fanIn;
        A diagonal = sink.diagonal();
        A product = frame.scratch.array(PRODUCT, size);
        forEachChunk(frame, (same, first, count, group) -> {
            int o = group * outputsPerGroup;
            int ld = count * positions;
            A columns = columns(frame, frame.input(0), 1, 0, first, count, group);
            for (int i = 0; i < count; i++) {
                for (int t = 0; t < m; t++) {
                    arithmetic.multiply(
                            false,
                            true,
                            outputsPerGroup,
                            fanIn,
                            positions,
                            frame.cotangentOut,
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
                for (int i = 0; i < frame.samples; i++) {
                    double sum = arithmetic.sum(frame.cotangentOut, (o * m + t) * row + i * positions, positions);
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
            A columns = columns(frame, frame.input(0), 1, 0, first, count, group);
            for (int j = 0; j < ld; j++) {
                boolean zero = true;
                for (int k = 0; zero && k < fanIn; k++) {
                    zero = arithmetic.get(columns, k * ld + j) == 0;
                }
                any[0] |= zero;
                for (int o = group * outputsPerGroup; o < (group + 1) * outputsPerGroup; o++) {
                    zeros[(o * frame.samples + first) * positions + j] = zero;
                }
            }
        });
        return any[0];
    }
}
