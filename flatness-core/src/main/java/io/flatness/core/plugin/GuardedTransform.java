package io.flatness.core.plugin;

import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.Objects;
import java.util.Optional;

/** A plugin's transform: what it says of itself is asked once, when it is made. */
record GuardedTransform(
        String who, Transform transform, PluginCode code, Optional<Invariance> family, boolean changesCoordinates)
        implements Transform {
    GuardedTransform {
        Objects.requireNonNull(family, "family() is null");
    }

    static Transform of(String who, Transform transform, PluginCode code) {
        return new GuardedTransform(who, transform, code, transform.family(), transform.changesCoordinates());
    }

    @Override
    public Transformed apply(Minimum minimum, Context context) {
        return Objects.requireNonNull(code.call(() -> transform.apply(minimum, context)), "apply returned null");
    }

    @Override
    public void check(LossSurface surface) {
        code.prepare(who, () -> {
            transform.check(surface);
            return true;
        });
    }
}
