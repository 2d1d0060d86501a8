use idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

enum SpiError {}

fn non_idempotent<E: IHaveConsideredServerDeathWithThisErrorType>() {}

fn main() {
    non_idempotent::<SpiError>();
}
