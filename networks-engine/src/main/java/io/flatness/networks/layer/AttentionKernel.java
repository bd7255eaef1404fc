package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import org.jspecify.annotations.Nullable;

/** Attention, one head of one sample at a time; keeps the weights P that queries give to keys, and along a direction dP. */
final class AttentionKernel<A> implements LayerKernel<A> {
    private static final int SLOPES = 0;
    private static final int MOVED = 1;
    private static final int SCORES = 2;
    private static final int MOVED_SCORES = 3;

    private final Arithmetic<A> arithmetic;
    private final int heads;
    private final int share;
    private final boolean causal;
    private final double scale;
    private final int queries;
    private final int keys;
    private final int width;
    private final int valueWidth;
    private final int pairs;
    private final int[] rows = new int[3];
    private final int[] strides = new int[3];
    private final boolean masked;

    AttentionKernel(Attention layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.heads = layer.heads();
        this.share = layer.heads() / layer.groups();
        this.causal = layer.causal();
        this.queries = site.input().extent(0);
        this.keys = site.inputs().get(1).extent(0);
        this.width = site.input().units() / heads;
        this.valueWidth = site.output().units() / heads;
        this.scale = layer.scale() == 0 ? 1 / Math.sqrt(width) : layer.scale();
        this.pairs = queries * keys;
        for (int i = 0; i < 3; i++) {
            Shape shape = site.inputs().get(i);
            rows[i] = shape.extent(0);
            strides[i] = shape.units();
        }
        this.masked = site.inputs().size() == 4;
    }

    @Override
    public int stateSize() {
        return heads * pairs;
    }

    @Override
    public int tangentStateSize() {
        return heads * pairs;
    }

    @Override
    public boolean curves() {
        return true;
    }

    /** Where head h of input i begins in copy number {@code copy}. */
    private int at(int i, int copy, int head) {
        int own = i == 0 ? head : head / share;
        return copy * rows[i] * strides[i] + own * (i == 2 ? valueWidth : width);
    }

    private int atOut(int copy, int head) {
        return copy * queries * heads * valueWidth + head * valueWidth;
    }

    @Override
    public void forward(Frame<A> frame) {
        for (int k = 0; k < frame.samples() * heads; k++) {
            int sample = k / heads;
            int head = k % heads;
            scores(frame.input(0), frame.input(1), sample, head, false, frame.state(), k * pairs);
            arithmetic.scaleAndShift(scale, 0, frame.state(), k * pairs, pairs);
            if (masked) {
                arithmetic.addScaled(1, frame.input(3), k * pairs, frame.state(), k * pairs, pairs);
            }
            weights(frame.state(), k * pairs);
            mix(frame.state(), k * pairs, frame.input(2), sample, head, false, frame.out());
        }
    }

    private void weights(A scores, int at) {
        if (!causal) {
            arithmetic.softmaxRows(scores, at, scores, at, queries, keys, false);
            return;
        }
        for (int query = 0; query < queries; query++) {
            int seen = Math.min(query + 1, keys);
            int row = at + query * keys;
            arithmetic.softmaxRows(scores, row, scores, row, 1, seen, false);
            arithmetic.fill(scores, row + seen, keys - seen, 0);
        }
    }

    /** into := or += Q Kᵀ of a head. */
    private void scores(A q, A k, int sample, int head, boolean accumulate, A into, int to) {
        arithmetic.multiply(
                false,
                true,
                queries,
                keys,
                width,
                q,
                at(0, sample, head),
                strides[0],
                k,
                at(1, sample, head),
                strides[1],
                accumulate,
                into,
                to,
                keys);
    }

    /** into := or += P V of a head. */
    private void mix(A p, int from, A v, int sample, int head, boolean accumulate, A into) {
        arithmetic.multiply(
                false,
                false,
                queries,
                valueWidth,
                keys,
                p,
                from,
                keys,
                v,
                at(2, sample, head),
                strides[2],
                accumulate,
                into,
                atOut(sample, head),
                heads * valueWidth);
    }

    @Override
    public void tangent(Frame<A> frame) {
        A dQ = frame.tangentIn(0);
        A dK = frame.tangentIn(1);
        A dV = frame.tangentIn(2);
        A dMask = masked ? frame.tangentIn(3) : null;
        boolean moves = dQ != null || dK != null || dMask != null;
        if (!moves) {
            arithmetic.fill(frame.tangentState(), 0, frame.samples() * heads * pairs, 0);
        }
        for (int k = 0; k < frame.samples() * heads; k++) {
            int sample = k / heads;
            int head = k % heads;
            if (moves) {
                scoresAlong(frame, dQ, dK, dMask, k);
                mix(frame.tangentState(), k * pairs, frame.input(2), sample, head, false, frame.tangentOut());
            }
            if (dV != null) {
                mix(frame.state(), k * pairs, dV, sample, head, moves, frame.tangentOut());
            }
        }
        if (!moves && dV == null) {
            arithmetic.fill(frame.tangentOut(), 0, frame.samples() * queries * heads * valueWidth, 0);
        }
    }

    /** dP of one head, from the tangents of queries, keys and mask. */
    private void scoresAlong(Frame<A> frame, @Nullable A dQ, @Nullable A dK, @Nullable A dMask, int k) {
        A into = frame.tangentState();
        int to = k * pairs;
        if (dQ != null) {
            scores(dQ, frame.input(1), k / heads, k % heads, false, into, to);
        }
        if (dK != null) {
            scores(frame.input(0), dK, k / heads, k % heads, dQ != null, into, to);
        }
        if (dQ == null && dK == null) {
            arithmetic.fill(into, to, pairs, 0);
        }
        arithmetic.scaleAndShift(scale, 0, into, to, pairs);
        if (dMask != null) {
            arithmetic.addScaled(1, dMask, to, into, to, pairs);
        }
        arithmetic.softmaxSlope(frame.state(), to, into, to, into, to, queries, keys, false);
    }

    private void clear(Frame<A> frame) {
        for (int i = 0; i < (masked ? 4 : 3); i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn != null && !frame.accumulates(i)) {
                int size = i == 3 ? heads * pairs : rows[i] * strides[i];
                arithmetic.fill(cotangentIn, 0, frame.samples() * frame.cotangents() * size, 0);
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        clear(frame);
        A slopes = frame.scratch().array(SLOPES, pairs);
        for (int k = 0; k < frame.samples() * frame.cotangents() * heads; k++) {
            int copy = k / heads;
            int head = k % heads;
            int sample = copy % frame.samples();
            int p = (sample * heads + head) * pairs;
            addToValues(frame, frame.state(), p, frame.cotangentOut(), copy, head);
            if (onlyValues(frame)) {
                continue;
            }
            slopes(frame.cotangentOut(), copy, frame.input(2), sample, head, false, slopes);
            arithmetic.softmaxSlope(frame.state(), p, slopes, 0, slopes, 0, queries, keys, false);
            addToMask(frame, slopes, k);
            arithmetic.scaleAndShift(scale, 0, slopes, 0, pairs);
            addToQueries(frame, slopes, frame.input(1), sample, copy, head);
            addToKeys(frame, slopes, frame.input(0), sample, copy, head);
        }
    }

    private boolean onlyValues(Frame<A> frame) {
        return frame.cotangentIn(0) == null
                && frame.cotangentIn(1) == null
                && (!masked || frame.cotangentIn(3) == null);
    }

    @Override
    public void curve(Frame<A> frame) {
        throw new AssertionError("attention adds its second-order terms in pullBackCurved");
    }

    @Override
    public void pullBackCurved(Frame<A> frame) {
        clear(frame);
        A dV = frame.tangentIn(2);
        A slopes = frame.scratch().array(SLOPES, pairs);
        A moved = frame.scratch().array(MOVED, pairs);
        A scores = frame.scratch().array(SCORES, pairs);
        A movedScores = frame.scratch().array(MOVED_SCORES, pairs);
        A delta = frame.delta();
        for (int k = 0; k < frame.samples() * heads; k++) {
            int sample = k / heads;
            int head = k % heads;
            int p = k * pairs;
            addToValues(frame, frame.state(), p, frame.cotangentOut(), sample, head);
            addToValues(frame, frame.tangentState(), p, delta, sample, head);
            if (onlyValues(frame)) {
                continue;
            }
            slopes(delta, sample, frame.input(2), sample, head, false, slopes);
            slopes(frame.cotangentOut(), sample, frame.input(2), sample, head, false, moved);
            if (dV != null) {
                slopes(delta, sample, dV, sample, head, true, moved);
            }
            arithmetic.softmaxSlope(frame.state(), p, slopes, 0, scores, 0, queries, keys, false);
            arithmetic.softmaxSlope(frame.state(), p, moved, 0, movedScores, 0, queries, keys, false);
            arithmetic.softmaxCurve(
                    frame.state(), p, frame.tangentState(), p, slopes, 0, movedScores, 0, queries, keys);
            addToMask(frame, movedScores, k);
            arithmetic.scaleAndShift(scale, 0, scores, 0, pairs);
            arithmetic.scaleAndShift(scale, 0, movedScores, 0, pairs);
            addToQueries(frame, movedScores, frame.input(1), sample, sample, head);
            addToKeys(frame, movedScores, frame.input(0), sample, sample, head);
            A dQ = frame.tangentIn(0);
            A dK = frame.tangentIn(1);
            if (dK != null) {
                addToQueries(frame, scores, dK, sample, sample, head);
            }
            if (dQ != null) {
                addToKeys(frame, scores, dQ, sample, sample, head);
            }
        }
    }

    /** into := or += D Vᵀ of a head: the gradient with respect to P. */
    private void slopes(A d, int copy, A v, int sample, int head, boolean accumulate, A into) {
        arithmetic.multiply(
                false,
                true,
                queries,
                keys,
                valueWidth,
                d,
                atOut(copy, head),
                heads * valueWidth,
                v,
                at(2, sample, head),
                strides[2],
                accumulate,
                into,
                0,
                keys);
    }

    private void addToValues(Frame<A> frame, A p, int from, A d, int copy, int head) {
        A into = frame.cotangentIn(2);
        if (into != null) {
            arithmetic.multiply(
                    true,
                    false,
                    keys,
                    valueWidth,
                    queries,
                    p,
                    from,
                    keys,
                    d,
                    atOut(copy, head),
                    heads * valueWidth,
                    true,
                    into,
                    at(2, copy, head),
                    strides[2]);
        }
    }

    private void addToMask(Frame<A> frame, A slopes, int k) {
        A into = masked ? frame.cotangentIn(3) : null;
        if (into != null) {
            arithmetic.addScaled(1, slopes, 0, into, k * pairs, pairs);
        }
    }

    private void addToQueries(Frame<A> frame, A slopes, A k, int sample, int copy, int head) {
        A into = frame.cotangentIn(0);
        if (into != null) {
            arithmetic.multiply(
                    false,
                    false,
                    queries,
                    width,
                    keys,
                    slopes,
                    0,
                    keys,
                    k,
                    at(1, sample, head),
                    strides[1],
                    true,
                    into,
                    at(0, copy, head),
                    strides[0]);
        }
    }

    private void addToKeys(Frame<A> frame, A slopes, A q, int sample, int copy, int head) {
        A into = frame.cotangentIn(1);
        if (into != null) {
            arithmetic.multiply(
                    true,
                    false,
                    keys,
                    width,
                    queries,
                    slopes,
                    0,
                    keys,
                    q,
                    at(0, sample, head),
                    strides[0],
                    true,
                    into,
                    at(1, copy, head),
                    strides[1]);
        }
    }
}
