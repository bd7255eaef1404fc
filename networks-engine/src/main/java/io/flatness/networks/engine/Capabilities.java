package io.flatness.networks.engine;

import io.flatness.spi.loss.Kinks;
import java.util.ArrayList;
import java.util.List;

/** What a surface offers beyond its loss. */
final class Capabilities {
    private Capabilities() {}

    static <A> List<Object> of(NetworkSurface surface, Engine<A> engine) {
        List<Object> all = new ArrayList<>();
        all.add(new OutputCurvature<>(surface, engine));
        all.add(new OutputJacobian<>(surface, engine));
        all.add(new EachSample<>(surface, engine));
        all.add((Kinks) theta -> {
            surface.layout().requireVector(theta);
            return KinkCollector.report(engine, theta);
        });
        if (surface.network().piecewiseLinear()
                && engine.program().squaresApart()
                && surface.network().outputPositions() == 1) {
            all.add(new ExactDiagonal<>(surface, engine));
        }
        NetworkBounds.of(surface).ifPresent(all::add);
        DenseBounds.of(surface).ifPresent(all::add);
        return List.copyOf(all);
    }
}
