package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Elements of each input go to their places in the output, times one factor; places that get none hold a constant. */
final class RoutingKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final List<Routing> forth;
    private final List<Routing> back = new ArrayList<>();
    private final List<Integer> sizes;
    private final int size;
    private final double factor;
    private final double constant;
    private final boolean clear;

    /**
     * A linear map between row-major samples.
     *
     * @param routings one for each input
     * @param factor of every element
     * @param constant where nothing goes
     */
    RoutingKernel(List<Routing> routings, double factor, double constant, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.forth = routings;
        this.sizes = site.inputs().stream().map(Shape::size).toList();
        this.size = site.output().size();
        this.factor = factor;
        this.constant = constant;
        for (int i = 0; i < routings.size(); i++) {
            back.add(routings.get(i).reversed(sizes.get(i)));
        }
        this.clear = routings.size() > 1
                || !routings.get(0).covers()
                || routings.get(0).repeats();
    }

    @Override
    public void forward(Frame<A> frame) {
        move(frame::input, frame.out(), frame.samples(), constant);
    }

    @Override
    public void tangent(Frame<A> frame) {
        move(frame::tangentIn, frame.tangentOut(), frame.samples(), 0);
    }

    private void move(IntFunction<@Nullable A> parts, A whole, int samples, double rest) {
        boolean any = false;
        for (int i = 0; i < forth.size(); i++) {
            any |= parts.apply(i) != null;
        }
        if (clear || !any) {
            arithmetic.fill(whole, 0, samples * size, rest);
        }
        for (int i = 0; i < forth.size(); i++) {
            A part = parts.apply(i);
            if (part != null) {
                Routing routing = forth.get(i);
                for (int sample = 0; sample < samples; sample++) {
                    arithmetic.route(
                            routing, factor, part, sample * sizes.get(i), whole, sample * size, routing.repeats());
                }
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int copies = frame.samples() * frame.cotangents();
        for (int i = 0; i < back.size(); i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn == null) {
                continue;
            }
            Routing routing = back.get(i);
            boolean adds = frame.accumulates(i) || routing.repeats() || !routing.covers();
            if (adds && !frame.accumulates(i)) {
                arithmetic.fill(cotangentIn, 0, copies * sizes.get(i), 0);
            }
            for (int copy = 0; copy < copies; copy++) {
                arithmetic.route(
                        routing, factor, frame.cotangentOut(), copy * size, cotangentIn, copy * sizes.get(i), adds);
            }
        }
    }
}
