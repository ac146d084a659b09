mod draw;
mod field;
mod overlay;
mod rows;
