//! The server of a shelf, whatever the encoding.

/// The module of a server with the stub in this file.
macro_rules! shelf {
    ($module:ident, $stub:literal $(, $weigh:ident)?) => {
        /// The stub, with the types that it names and no other.
        pub(crate) mod $module {
            #[allow(unused_imports)]
            use images::types::{Color, Item, Overload, ShelfError};

            include!(concat!(env!("OUT_DIR"), "/", $stub));

            type Request<'a> = &'a userlib::RecvMessage;
            type Answer<T, E> = Result<T, idol_runtime::RequestError<E>>;
            type Never = core::convert::Infallible;
            type Lent<A, T> = idol_runtime::Leased<A, T>;

            /// What lies on it.
            pub(crate) struct Server([Option<Item>; 4]);

            impl Server {
                /// An empty one.
                pub(crate) const EMPTY: Self = Self([None; 4]);

                fn items(&self) -> u32 {
                    self.0.iter().flatten().count() as u32
                }
            }

            impl idol_runtime::NoNotifications for Server {}

            impl InOrderShelfImpl for Server {
                fn put(
                    &mut self,
                    _: Request<'_>,
                    place: u8,
                    item: Item,
                ) -> Answer<u32, ShelfError> {
                    match self.0.get_mut(usize::from(place)) {
                        Some(place) => *place = Some(item),
                        None => return Err(ShelfError::NoPlace.into()),
                    }
                    Ok(self.items())
                }

                fn get(
                    &mut self,
                    _: Request<'_>,
                    place: u8,
                ) -> Answer<Item, ShelfError> {
                    let place = self.0.get(usize::from(place));
                    let item = place.ok_or(ShelfError::NoPlace)?;
                    Ok(item.ok_or(ShelfError::Empty)?)
                }

                fn count(&mut self, _: Request<'_>) -> Answer<u32, Never> {
                    Ok(self.items())
                }

                fn paint(
                    &mut self,
                    _: Request<'_>,
                    color: Color,
                ) -> Answer<Color, Never> {
                    Ok(match color {
                        Color::Red => Color::Green,
                        Color::Green => Color::Blue,
                        Color::Blue => Color::Red,
                    })
                }

                fn store(
                    &mut self,
                    _: Request<'_>,
                    bytes: idol_runtime::LenLimit<
                        Lent<idol_runtime::R, [u8]>,
                        8,
                    >,
                ) -> Answer<u32, Never> {
                    let mut sum = 0;
                    for index in 0..bytes.len() {
                        let byte = bytes.read_at(index).unwrap_or(0);
                        sum += u32::from(byte);
                    }
                    Ok(sum)
                }

                fn load(
                    &mut self,
                    _: Request<'_>,
                    bytes: Lent<idol_runtime::W, [u8]>,
                ) -> Answer<u32, ShelfError> {
                    let all = [9, 8, 7, 6, 5, 4];
                    let len = bytes.len().min(all.len());
                    let part = all.get(..len).unwrap_or(&[]);
                    bytes
                        .write_range(0..len, part)
                        .map_err(|()| idol_runtime::ClientError::WentAway.fail())?;
                    Ok(len as u32)
                }

                fn turn(
                    &mut self,
                    _: Request<'_>,
                    block: Lent<idol_runtime::RW, [u8; 4]>,
                ) -> Answer<(), ShelfError> {
                    let gone = || idol_runtime::ClientError::WentAway.fail();
                    let mut bytes = block.read().ok_or_else(gone)?;
                    bytes.reverse();
                    block.write(bytes).map_err(|()| gone())
                }

                $(fn $weigh(
                    &mut self,
                    _: Request<'_>,
                    limit: u32,
                ) -> Answer<u32, Overload> {
                    let items = self.0.iter().flatten();
                    let price = items.map(|item| u32::from(item.price)).sum();
                    match u32::checked_sub(price, limit + 1) {
                        None => Ok(price),
                        Some(less) => Err(Overload { by: less + 1 }.into()),
                    }
                })?
            }

            /// Serves for ever.
            pub(crate) fn serve() -> ! {
                let mut server = Server::EMPTY;
                let mut buffer = [0; INCOMING_SIZE];
                loop {
                    idol_runtime::dispatch(&mut buffer, &mut server);
                }
            }
        }
    };
}

pub(crate) use shelf;
